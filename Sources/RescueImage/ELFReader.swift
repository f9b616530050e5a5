internal import Diagnostics

/// Bounds-checked little-endian reads from the bytes of an ELF file.
struct ELFReader {
    let bytes: [UInt8]
    /// The name for error messages.
    let file: String

    func integer<Value: FixedWidthInteger>(_ type: Value.Type, at offset: UInt64) throws(RescueImageError) -> Value {
        let size = UInt64(MemoryLayout<Value>.size)
        guard offset <= UInt64(bytes.count), UInt64(bytes.count) - offset >= size else {
            throw damaged("a field at byte \(offset) lies outside the file of \(bytes.count) bytes")
        }
        var value: Value = 0
        for index in 0..<size { value |= Value(truncatingIfNeeded: bytes[Int(offset + index)]) << Value(index * 8) }
        return value
    }

    func uint16(at offset: UInt64) throws(RescueImageError) -> UInt64 { UInt64(try integer(UInt16.self, at: offset)) }
    func uint32(at offset: UInt64) throws(RescueImageError) -> UInt64 { UInt64(try integer(UInt32.self, at: offset)) }
    func uint64(at offset: UInt64) throws(RescueImageError) -> UInt64 { try integer(UInt64.self, at: offset) }

    /// The NUL-terminated text at `offset`, which must end before `end`.
    func text(at offset: UInt64, before end: UInt64) throws(RescueImageError) -> String {
        guard offset < end, end <= UInt64(bytes.count) else {
            throw damaged("a name at byte \(offset) lies outside its table")
        }
        let tail = bytes[Int(offset)..<Int(end)]
        guard let terminator = tail.firstIndex(of: 0) else { throw damaged("a name at byte \(offset) does not end") }
        return String(decoding: tail[..<terminator], as: UTF8.self)
    }

    /// The sum of two positions taken from the file, which a hostile file can make overflow.
    func sum(_ left: UInt64, _ right: UInt64) throws(RescueImageError) -> UInt64 {
        let (value, overflow) = left.addingReportingOverflow(right)
        guard !overflow else { throw damaged("an offset of \(left) + \(right) overflows") }
        return value
    }

    func damaged(_ reason: String) -> RescueImageError {
        RescueImageError(
            .malformedELF,
            "\(file): not a usable ELF file: \(reason). Take it from an undamaged package or build it again."
        )
    }
}
