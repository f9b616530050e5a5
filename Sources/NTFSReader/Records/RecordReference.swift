/// A reference to a file record: its number and how often the record had been used before.
///
/// On disk a u64: the number in the lower 48 bits, the sequence number above. (Linux-NTFS documentation, concept "File
/// Reference".)
public struct RecordReference: Sendable, Hashable, CustomStringConvertible {
    /// The record's number in `$MFT`.
    public let number: UInt64
    /// The record's sequence number; a reference with another one is stale.
    public let sequence: UInt16

    /// A reference from its parts.
    public init(number: UInt64, sequence: UInt16) {
        self.number = number
        self.sequence = sequence
    }

    init(_ raw: UInt64) {
        number = raw & 0xFFFF_FFFF_FFFF
        sequence = UInt16(truncatingIfNeeded: raw >> 48)
    }

    /// The root folder's record.
    static let root: UInt64 = 5

    /// Number and sequence number.
    public var description: String { "\(number)-\(sequence)" }
}
