import Testing
import Vocabulary

@Suite("Names of files as text") struct PathTextTests {
    @Test(
        "every name comes back, byte by byte",
        arguments: [
            Array("Rückgabe/東京".utf8), Array("R".utf8) + [0xFC] + Array("ck".utf8), [0xFF], [0xC3], [0xC3, 0x28],
            // Overlong, half a surrogate, beyond Unicode, cut off.
            [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF0, 0x9F, 0x98],
            // What itself stands for a byte, alone and beside one.
            Array("\u{10FFFC}".utf8), [0xFC] + Array("\u{10FFFC}\u{10FFFF}".utf8), [],
        ] as [[UInt8]])
    func bytes(name: [UInt8]) {
        let text = PathText.text(name)
        #expect(PathText.bytes(text) == name)
        #expect(PathText.isExact(text) == (Array(text.utf8) == name))
        #expect(PathText.withBytes(of: text) { String(cString: $0).isEmpty } == name.isEmpty)
    }

    @Test("bytes that are no text are shown and not printed")
    func shown() {
        let text = PathText.text(Array("R".utf8) + [0xFC] + Array("ck\u{1B}".utf8))
        #expect(PathText.shown(text) == "R\\xFCck\u{1B}")
        #expect(displaySafe(text) == "R\\xFCck\u{FFFD}")
        #expect(displaySafe("\u{E000}") == "\u{FFFD}")
    }
}
