internal import DebianPackages
internal import Foundation

/// What a build made, and out of what: `manifest.json`. The same inputs and tools give the same bytes.
public struct Manifest: Sendable, Codable, Equatable {
    /// A file with its hash.
    public struct File: Sendable, Codable, Equatable {
        public var path: String
        /// In 64 hexadecimal digits.
        public var sha256: String
        /// Bytes.
        public var size: Int64
        /// The package that it comes from; nil for what the build made.
        public var package: String?
    }

    /// A tool of the host that wrote parts of the image.
    public struct Tool: Sendable, Codable, Equatable {
        public var name: String
        /// The first line that the tool prints about itself.
        public var version: String
    }

    public var schema = "unloop-manifest/1"
    public var build: String
    public var version: String
    /// What the build made, by path below the output folder.
    public var outputs: [File]
    /// Every file of the rescue system, by path in it.
    public var image: [File]
    /// Hashes of what went in: agent, template, lock, remedies.
    public var inputs: [File]
    public var tools: [Tool]

    /// The text of the file.
    public func text() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// The host's tools whose version can show in an image's bytes, with the arguments that make them say it.
    static func hostTools() -> [Tool] {
        let questions = [
            ["mcopy", "--version"], ["mkfs.fat", "--help"], ["xorriso", "-version"],
        ]
        return questions.compactMap { question in
            guard let output = try? CommandLineTool.run(question, accepting: [0, 1]) else { return nil }
            let text = String(decoding: output.standardOutput + output.standardError, as: UTF8.self)
            let line = text.split(separator: "\n").first { $0.contains(where: \.isNumber) } ?? ""
            return Tool(name: question[0], version: line.trimmingCharacters(in: .whitespaces))
        }
    }
}
