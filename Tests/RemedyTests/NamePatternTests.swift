import Remedy
import Testing

@Suite struct NamePatternTests {
    @Test(arguments: [
        ("C-00000291*.sys", "C-00000291-00000000-00000032.sys", true),
        ("C-00000291*.sys", "c-00000291.SYS", true),
        ("C-00000291*.sys", "C-00000291-00000032.sys.bak", false),
        ("C-00000291*.sys", "C-00000292-00000032.sys", false),
        ("C-00000291*.sys", "XC-00000291.sys", false),
        ("a?c", "abc", true),
        ("a?c", "ac", false),
        ("a?c", "a😀c", true),
        ("*", "", true),
        ("", "", true),
        ("", "a", false),
        ("a*b*c", "aXbXbXc", true),
        ("a*b*c", "aXcXb", false),
        ("*.*", "noextension", false),
        ("**a", "ba", true),
        ("ÄÖ*", "äö1", true),
        ("straße", "STRASSE", false),
        ("a.c", "abc", false),
        // Unicode's upper case of these is in ASCII; that of NTFS ($UpCase) is not.
        ("C-00000291*.sys", "C-00000291-1.\u{17F}y\u{17F}", false),
        ("i*", "\u{131}x", false),
    ])
    func matches(pattern: String, name: String, expected: Bool) {
        #expect(NamePattern(pattern).matches(name) == expected)
    }

    @Test(.timeLimit(.minutes(20)))
    func doesNotGoBackThroughEveryStar() {
        let pattern = NamePattern(String(repeating: "a*", count: 127) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 255)))
    }
}
