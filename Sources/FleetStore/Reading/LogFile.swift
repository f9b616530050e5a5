public import Diagnostics
public import RecoveryLogReader
internal import Vocabulary

/// A file of a source that should be a log.
public struct LogFile: Sendable {

    /// The path within the source.
    public let name: String
    /// The position among the logs of its stick, from 0, where the medium tells the order in which they were made.
    public let order: Int?
    /// How many bytes are kept until the file is read, because its source can be read only once.
    let heldBytes: Int
    private let content: @Sendable () throws(FleetStoreError) -> [UInt8]

    init(
        name: String, order: Int? = nil, heldBytes: Int = 0,
        content: @escaping @Sendable () throws(FleetStoreError) -> [UInt8]
    ) {
        self.name = name
        self.order = order
        self.heldBytes = heldBytes
        self.content = content
    }

    /// The file's content.
    ///
    /// - Throws: why it cannot be read, or is none that could be a log.
    public func read() throws(FleetStoreError) -> [UInt8] { try content() }

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

    /// A container inside of a source.
    static func nested(_ name: String, in source: String) -> LogFile {
        LogFile(name: name) { () throws(FleetStoreError) in
            throw FleetStoreError(
                .sourceUnknown, "\(source)/\(name) is not opened inside of another source; name it as a source itself")
        }
    }

    static func tooLarge(_ name: String, _ size: Int64) -> FleetStoreError {
        FleetStoreError(
            .sourceTooLarge, "\(name) has \(size) bytes, more than the \(Limit.log) of the longest log; it is none")
    }
}
