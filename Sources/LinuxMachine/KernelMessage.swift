/// A message of the kernel's (`/dev/kmsg`; kernel, `Documentation/ABI/testing/dev-kmsg`).
public struct KernelMessage: Equatable, Sendable {
    /// 0 emergency … 7 debug.
    public let level: Int
    /// Counts the messages, without gaps.
    public let sequence: UInt64
    /// Since the kernel's start.
    public let microseconds: UInt64
    /// One line, without its `KEY=value` continuation.
    public let text: String

    /// Reads a record: `level and facility,sequence,microseconds,flags[,…];text`, newline, ` KEY=value` lines.
    public init?(record: some Collection<UInt8>) {
        guard let semicolon = record.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let fields = record[..<semicolon].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { UInt64(String(decoding: $0, as: UTF8.self)) }
        guard fields.count >= 3, let priority = fields[0], let sequence = fields[1], let microseconds = fields[2]
        else { return nil }
        level = Int(priority & 7)
        self.sequence = sequence
        self.microseconds = microseconds
        let line = record[record.index(after: semicolon)...].prefix { $0 != UInt8(ascii: "\n") }
        text = String(decoding: line, as: UTF8.self)
    }
}
