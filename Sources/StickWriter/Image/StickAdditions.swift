public import Diagnostics
internal import DiskImage

/// What goes onto the log partition beside what the image has there.
public struct StickAdditions: Sendable {
    /// A file for a folder of the partition.
    public struct File: Sendable {
        /// The path in the partition.
        public let path: String
        let content: PositionedFile

        var fatFile: FATFile { FATFile(path: path, content: .file(content.path)) }
    }

    /// The files.
    public private(set) var files: [File] = []
    /// The batch or site, which appears in every record; nil leaves it as the settings have it.
    public var label: String?
    /// The remedies that are used, by the names of their files without `.yaml`; nil leaves it as the settings have it.
    public var remedies: [String]?
    /// The content of `unloop.yaml`, instead of the image's.
    public var settings: [UInt8]?

    /// Nothing.
    public init() {}

    /// Adds a file to a folder, under its own name as far as FAT can hold it: what is not printable ASCII becomes `_`, and
    /// a name that is there already gets a number.
    ///
    /// - Parameters:
    ///   - content: is kept in memory and nowhere else, for it may be keys. The caller wipes its copy.
    ///   - folder: `keys` or `remedies`.
    /// - Returns: the name in the folder.
    @discardableResult
    public mutating func add(
        _ content: [UInt8], of source: String, to folder: String
    ) throws(StickWriterError) -> String {
        let name = Self.portable(source.split(separator: "/").last.map(String.init) ?? source)
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        let taken = Set(files.map { $0.path.lowercased() })
        var free = name
        var number = 1
        while taken.contains("\(folder)/\(free)".lowercased()) {
            number += 1
            free = "\(name[..<dot])-\(number)\(name[dot...])"
        }
        files.append(File(path: "\(folder)/\(free)", content: try PositionedFile.memory(content)))
        return free
    }

    static func portable(_ name: String) -> String {
        let forbidden = Set("\"*:<>?\\|/".utf8)
        let text = String(
            decoding: name.unicodeScalars.map { scalar in
                let byte = UInt8(exactly: scalar.value) ?? 0
                return (0x20...0x7E).contains(byte) && !forbidden.contains(byte) ? byte : UInt8(ascii: "_")
            }.prefix(200), as: UTF8.self)
        let isOpenEnd = text.hasSuffix(".") || text.hasSuffix(" ") || text.isEmpty
        return isOpenEnd ? text + "_" : text
    }
}
