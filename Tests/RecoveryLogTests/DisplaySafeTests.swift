import RecoveryLog
import Testing
import Vocabulary

@Suite struct DisplaySafeTests {
    @Test(arguments: [
        ("PC-7 Größe 日本", "PC-7 Größe 日本"),
        ("\u{1B}[31mred\u{07}", "\u{FFFD}[31mred\u{FFFD}"),
        ("a\u{9B}2Jb\r\nc\u{0}", "a\u{FFFD}2Jb\u{FFFD}\u{FFFD}c\u{FFFD}"),
        ("gpj.\u{202E}exe\u{2066}\u{200F}", "gpj.\u{FFFD}exe\u{FFFD}\u{FFFD}"),
        ("a\u{2028}b\u{200B}\u{FEFF}\u{E000}\u{E0041}\u{FFFF}", "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
        // Those that stand for bytes of names, and the one before them.
        ("R\u{10FFFC}ck\u{10FF80}\u{10FFFF}\u{10FF7F}", "R\\xFCck\\x80\\xFF\u{FFFD}"),
    ])
    func replacesWhatDoesNotPrint(text: String, expected: String) {
        #expect(displaySafe(text) == expected)
    }

    @Test func boundsTheLength() {
        #expect(displaySafe("abcdef", limit: 6) == "abcdef")
        #expect(displaySafe("abcdefg", limit: 6) == "abcde…")
        let stacked = "a" + String(repeating: "\u{301}", count: 10_000)
        #expect(displaySafe(stacked).unicodeScalars.count == 200)
    }
}
