import Testing

@testable import StickWriter

@Suite("The mark of an incomplete stick") struct IncompleteMarkTests {
    @Test("code, text, no partition, boot signature")
    func bytes() {
        let sector = IncompleteMark.sector
        #expect(sector.count == 512)
        #expect(sector[..<0x1E].last == 0xFD)
        // The text begins where the code looks for it.
        #expect(Int(sector[0x0B]) | Int(sector[0x0C]) << 8 == 0x7C00 + 0x1E)
        let text = Array("\r\nThis Unloop stick is incomplete. Write it again.\r\n\0".utf8)
        #expect(Array(sector[0x1E..<0x1E + text.count]) == text)
        #expect(sector[0x1BE..<0x1CE].allSatisfy { $0 == 0 })
        #expect(sector[0x1CE] == 0x80)
        #expect(sector[0x1D2] == 0)  // of no type
        #expect(Array(sector[510...]) == [0x55, 0xAA])
    }

    @Test("it is recognised, whatever the table says, and nothing else is")
    func recognised() {
        var sector = IncompleteMark.sector
        sector[0x1C2] = 7
        #expect(IncompleteMark.isIn(sector))
        sector[0x30] ^= 1
        #expect(!IncompleteMark.isIn(sector))
        #expect(!IncompleteMark.isIn([]))
    }
}
