internal import Foundation
internal import HostPrograms

/// What a build made, and out of what: `manifest.json`. The same inputs and tools give the same bytes.
struct Manifest: Sendable, Codable, Equatable {
    /// A file with its hash.
    struct File: Sendable, Codable, Equatable {
        var path: String
        /// In 64 hexadecimal digits.
        var sha256: String
        /// Bytes.
        var size: Int64
        /// The package that it comes from; nil for what the build made.
        var package: String?
    }

    /// A tool of the host that wrote parts of the image.
    struct Tool: Sendable, Codable, Equatable {
        var name: String
        /// The first line that the tool prints about itself.
        var version: String
    }

    var schema = "unloop-manifest/1"
    var build: String
    var version: String
    /// What the build made, by path below the output folder.
    var outputs: [File]
    /// Every file of the rescue system, by path in it.
    var image: [File]
    /// Hashes of what went in: agent, template, lock, remedies.
    var inputs: [File]
    var tools: [Tool]

    /// The text of the file.
    func text() throws -> [UInt8] {
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
            guard let output = try? HostProgram.run(question, accepting: [0, 1]) else { return nil }
            let text = output.allText
            let line = text.split(separator: "\n").first { $0.contains(where: \.isNumber) } ?? ""
            return Tool(name: question[0], version: line.trimmingCharacters(in: .whitespaces))
        }
    }
}
