import Testing

@testable import AgentScreen

@Suite struct KeyDecoderTests {
    private func keys(_ text: String, inPiecesOf length: Int) -> [TypedKey] {
        var decoder = KeyDecoder()
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: length).flatMap {
            decoder.keys(of: Array(bytes[$0..<min($0 + length, bytes.count)]))
        }
    }

    @Test("pieces make no difference", arguments: [1, 2, 3, 64])
    func pieces(_ length: Int) {
        #expect(
            keys("a\u{1B}[DЖ€\u{1F600}\u{1B}[3~\u{1B}OH\t\u{7F}\r", inPiecesOf: length)
                == [
                    .character("a"), .left, .character("Ж"), .character("€"), .character("\u{1F600}"), .delete, .home,
                    .tab, .backspace, .enter,
                ])
    }

    @Test func whatIsNoSequenceIsTakenByItself() {
        #expect(keys("\u{1B}x", inPiecesOf: 1) == [.escape, .character("x")])
        #expect(keys("\u{1B}[99X1", inPiecesOf: 64) == [.character("1")])
        var decoder = KeyDecoder()
        #expect(
            decoder.keys(of: [0xD0, 0x41, 0xFF, 0x42]) == [
                .character("\u{FFFD}"), .character("A"), .character("\u{FFFD}"), .character("B"),
            ])
    }

    @Test func anEndlessSequenceIsDropped() {
        var decoder = KeyDecoder()
        #expect(decoder.keys(of: [0x1B, 0x5B] + [UInt8](repeating: 0x31, count: 100)) == [])
        #expect(decoder.keys(of: [0x41]) == [.character("A")])
    }
}
