import JSONCoding
import Testing

@Suite struct JSONEscapesTests {
    private func decoded(_ text: String) -> String {
        String(decoding: JSONEscapes.decoded(Array(text.utf8)[...]), as: UTF8.self)
    }

    @Test(arguments: [
        (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u0041\u00e4\u00E4\uFFFF"#, "Aää\u{FFFF}"),
        (#"\u0000"#, "\u{0}"), (#"\ud83d\ude00\uDBFF\uDFFF"#, "😀\u{10FFFF}"), (#"ä\\u0041"#, #"ä\u0041"#), ("", ""),
    ])
    func validEscapes(_ text: String, _ expected: String) {
        #expect(decoded(text) == expected)
        #expect(JSONEscapes.areValid(in: Array(text.utf8)[...]))
    }

    @Test(arguments: [
        (#"\x41"#, "\u{FFFD}41"), (#"C:\Users"#, "C:\u{FFFD}sers"), (#"\u12g4"#, "\u{FFFD}12g4"),
        (#"\u 123"#, "\u{FFFD} 123"), (#"\u+123"#, "\u{FFFD}+123"), (#"\u00"#, "\u{FFFD}00"), (#"\"#, "\u{FFFD}"),
        (#"\ud800"#, "\u{FFFD}"), (#"\udc00\ud800"#, "\u{FFFD}\u{FFFD}"), (#"\ud800\u0041"#, "\u{FFFD}A"),
        (#"\ud800\ud83d\ude00"#, "\u{FFFD}😀"), (#"\ud800x"#, "\u{FFFD}x"), (#"\ä"#, "\u{FFFD}ä"),
        (#"\u00ä1"#, "\u{FFFD}00ä1"), (#"\'"#, "\u{FFFD}"), (#"\N"#, "\u{FFFD}"),
    ])
    func invalidEscapes(_ text: String, _ expected: String) {
        #expect(decoded(text) == expected)
        #expect(!JSONEscapes.areValid(in: Array(text.utf8)[...]))
    }

    /// A caller wipes the array that it gets; one that had moved would have left a secret behind.
    @Test func neverMovesWhatItDecodes() {
        for text in [String(repeating: "\\", count: 999), String(repeating: "\\u0800", count: 999), "a"] {
            let content = Array(text.utf8)
            #expect(JSONEscapes.decoded(content[...]).count <= content.count * 3)
        }
    }
}
