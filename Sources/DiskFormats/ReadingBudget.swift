/// How much of one source is read, whatever it claims to hold.
///
/// The parts of a sound disk do not overlap, so that no reader comes near the limits. On a hostile one files share
/// clusters, partitions overlap, and folders lead to each other.
public struct ReadingBudget: Sendable {
    /// Bytes of files and folders that may still be read.
    public private(set) var bytes: Int64
    /// Entries of folders that may still be looked at, deleted ones too.
    public private(set) var entries: Int

    /// A budget.
    ///
    /// - Parameters:
    ///   - bytes: of files and folders together.
    ///   - entries: of folders, 32 bytes each on FAT.
    public init(bytes: Int64, entries: Int = 4_000_000) {
        self.bytes = bytes
        self.entries = entries
    }

    /// Twice a source's size: files of a damaged disk may share clusters, and each of them is read.
    public init(for source: any ByteSource) {
        self.init(bytes: source.size.multipliedReportingOverflow(by: 2).overflow ? .max : source.size * 2)
    }

    /// Takes bytes out; false, and nothing is taken, when there are not as many.
    public mutating func take(bytes count: Int64) -> Bool {
        guard count <= bytes else { return false }
        bytes -= count
        return true
    }

    /// Takes entries out; false when there are not as many.
    public mutating func take(entries count: Int) -> Bool {
        guard count <= entries else { return false }
        entries -= count
        return true
    }
}
