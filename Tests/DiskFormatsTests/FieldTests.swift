import Testing

@testable import DiskFormats

@Suite("Fields of structures on disks")
struct FieldTests {
    @Test("Numbers are little-endian and never negative")
    func numbers() {
        let bytes: [UInt8] = [0x01, 0x02, 0x03, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
        #expect(bytes.little(0..<2) == 0x0201)
        #expect(bytes.little(3..<11) == .max)
        #expect(bytes[1...].little(0..<3) == 0xFF_0302)
        #expect(bytes.small(0..<1) == 1)
        // Where the structure ends before its field.
        #expect(bytes.little(8..<12) == 0)
    }

    @Test("The checksum is CRC-32/ISO-HDLC, by its check value")
    func checksum() {
        #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    }

    @Test("A budget is never overdrawn")
    func budget() {
        var budget = ReadingBudget(bytes: 10, entries: 2)
        let answers = [
            budget.take(bytes: 11), budget.take(bytes: 10), budget.take(bytes: 1), budget.take(entries: 2),
            budget.take(entries: 1),
        ]
        #expect(answers == [false, true, false, true, false])
    }
}
