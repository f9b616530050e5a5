public import Diagnostics
public import RecoveryLogReader
internal import Vocabulary

/// A file of a source that should be a log.
public struct LogFile: Sendable {
    /// The most lines of a log: 64 bytes for each of the largest one's, where the shortest that a run writes has 150.
    private static let maximumLines = 1 << 20

    /// The path within the source.
    public let name: String
    /// The position among the logs of its stick, from 0, where the medium tells the order in which they were made.
    public let order: Int?
    /// How many bytes the content takes in memory, as far as that is known before it is read.
    let size: Int
    private let content: @Sendable () throws(FleetStoreError) -> [UInt8]

    init(
        name: String, order: Int? = nil, size: Int = 0,
        content: @escaping @Sendable () throws(FleetStoreError) -> [UInt8]
    ) {
        self.name = name
        self.order = order
        self.size = size
        self.content = content
    }

    /// The file's content.
    ///
    /// - Throws: why it cannot be read, or is none that could be a log.
    public func read() throws(FleetStoreError) -> [UInt8] {
        let content = try content()
        if content.count > Self.maximumLines, content.count(where: { $0 == UInt8(ascii: "\n") }) > Self.maximumLines {
            throw FleetStoreError(.sourceTooLarge, "\(name): over the limit of \(Self.maximumLines) lines; skipped")
        }
        return content
    }

    /// What the file says as a log, and its content. Whatever that is, it is only reported.
    ///
    /// - Throws: why it cannot be read.
    public func record() throws(FleetStoreError) -> (record: RecoveryRecord, content: [UInt8]) {
        let content = try read()
        return (RecoveryLogReader.parse(content, path: name), content)
    }

    static func isLog(_ name: some StringProtocol) -> Bool {
        let last = name.split(separator: "/").last ?? ""
        // Editors and macOS leave files that begin with a dot beside others.
        return last.lowercased().hasSuffix(".jsonl") && !last.hasPrefix(".")
    }

    /// Whether a file could hold logs itself, and is not opened, because it lies inside of another source.
    static func isContainer(_ name: some StringProtocol) -> Bool {
        let name = name.lowercased()
        return [".zip", ".img", ".img.zst", ".img.xz", ".img.gz"].contains(where: name.hasSuffix)
    }

    /// A file, or the rest of a source, that cannot be read.
    static func refused(_ name: String, _ code: FleetStoreError.Code, _ message: String) -> LogFile {
        LogFile(name: name) { () throws(FleetStoreError) in throw FleetStoreError(code, message) }
    }

    /// A container inside of a source.
    static func nested(_ name: String, in source: String) -> LogFile {
        refused(name, .sourceUnknown, "\(source)/\(name): inside another source; unpack it and name it as a source")
    }

    static func tooLarge(_ name: String, _ size: Int64) -> FleetStoreError {
        FleetStoreError(.sourceTooLarge, "\(name): \(size) bytes, over the \(Limit.log >> 20) MiB limit; skipped")
    }
}
