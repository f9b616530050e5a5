/// Fields of structures as disks hold them: the least significant byte first.
///
/// A field is named by its range of bytes from the start of the structure. Every field comes as `UInt64`, whatever its
/// width: a number from a disk is never negative, and what is done with it has to be checked.
extension RandomAccessCollection<UInt8> where Index == Int {
    /// The number in a field of one to eight bytes; 0 where the structure ends before it.
    func little(_ field: Range<Int>) -> UInt64 {
        guard field.upperBound <= count, field.count <= 8 else { return 0 }
        var number: UInt64 = 0
        for place in field.reversed() { number = number << 8 | UInt64(self[startIndex + place]) }
        return number
    }

    /// The number in a field of at most four bytes.
    func small(_ field: Range<Int>) -> Int {
        Int(truncatingIfNeeded: little(field.lowerBound..<Swift.min(field.upperBound, field.lowerBound + 4)))
    }

    /// The bytes of a field.
    func bytes(_ field: Range<Int>) -> SubSequence {
        self[(startIndex + field.lowerBound)..<(startIndex + field.upperBound)]
    }

    /// UTF-16 units of a field, up to the first that is zero.
    func units(_ field: Range<Int>) -> [UInt16] {
        stride(from: field.lowerBound, to: field.upperBound, by: 2)
            .map { UInt16(truncatingIfNeeded: little($0..<($0 + 2))) }.prefix { $0 != 0 }.map { $0 }
    }

    /// Whether every byte is zero.
    var isZero: Bool { allSatisfy { $0 == 0 } }
}
