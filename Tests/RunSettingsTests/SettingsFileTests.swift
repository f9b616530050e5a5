import RecoveryLog
import RunSettings
import Testing
import Vocabulary

@Suite struct SettingsFileTests {
    private static let text =
        "# Ä comment\nthen:\n\trepaired: reboot\n\tlocked:\twait\nask: never\t# nobody\nlabel: Zürich\n"

    static let forms: [(String, [UInt8])] = [
        ("LF", Array(text.utf8)), ("CR LF", Array(text.replacing("\n", with: "\r\n").utf8)),
        ("CR", Array(text.replacing("\n", with: "\r").utf8)),
        ("a mark", [0xEF, 0xBB, 0xBF] + Array(text.replacing("\n", with: "\r\n").utf8)),
        ("UTF-16, little", [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        ("UTF-16, big", [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
        ("no end of line", Array(text.dropLast().utf8)), ("a document's marks", Array("---\n\(text)...\n".utf8)),
        ("indented", Array(text.split(separator: "\n").map { "  \($0)\n" }.joined().utf8)),
    ]

    @Test(arguments: forms) func whateverTheEditorWrites(form: (name: String, bytes: [UInt8])) {
        let settings = RunSettings(file: SettingsFile(form.bytes))
        #expect(settings.complaints == [], "\(form.name)")
        #expect(settings.then.value == RunEnding([.repaired: .reboot, .locked: .wait]))
        #expect(settings.ask.value == .never && settings.label.value == "Zürich")
        let line = form.name == "a document's marks" ? 6 : 5
        #expect(settings.ask.source == .file(name: "unloop.yaml", line: line))
    }

    @Test(arguments: [
        "remedies:\n- one\n- two\nask: never", "remedies: [\n one,\n two\n]\nask: never",
        "{remedies: [one, two], ask: never}",
        "remedies:\n\t- one\n\t- two.YAML\nask: never",
    ])
    func everyFormOfAList(text: String) {
        let settings = settings(text)
        #expect(settings.complaints == [])
        #expect(settings.remedies.value == .named(["one", "two"]) && settings.ask.value == .never)
    }

    @Test func nothingSaysNothing() {
        for text in ["", "\n\n", "# only a comment", "---\n", "\u{FEFF}"] {
            let settings = settings(text)
            #expect(settings.complaints == [])
            #expect(settings.summary.allSatisfy { $0.source == .preset })
        }
    }

    /// A part that is no YAML costs the settings in it, and none besides.
    @Test(arguments: [
        ("look-only: [true\nask: always", [SettingKey.lookOnly], 1), ("look-only true\nask: always", [.lookOnly], 1),
        ("look-only:true\nask: always", [.lookOnly], 1), ("look-only = true\nask: always", [.lookOnly], 1),
        ("ask: always\nlook-only: false\n beep: on\ndirty: override", [.lookOnly, .beep], 3),
        ("ask: always\nlabel: a: b\n", [.label], 2), ("ask: always\nlabel: \"a\nbeep: off", [.label], 2),
        ("ask: always\nlabel: *a", [.label], 2), ("ask: always\nlabel: !!str a", [.label], 2),
        ("ask: always\nthen:\n  repaired: reboot\n   locked: wait\n", [.then], 4), ("ask: always\nwhat\n", [], 2),
        ("ask: always\n- a\n", [.ask], 2), ("ask: always\n%YAML 1.2", [], 2),
        ("ask: always\nthen: {a: {b: c}}", [.then], 2),
    ])
    func whatIsNoYAMLCostsItself(text: String, keys: [SettingKey], line: Int) throws {
        let settings = settings(text)
        #expect(settings.fallbacks == keys)
        #expect(settings.problems.count == 1)
        let message = try #require(settings.complaints.first)
        #expect(message.hasPrefix("unloop.yaml line \(line)"), "\(message)")
        if !keys.contains(.ask) {
            #expect(settings.ask.source == .file(name: "unloop.yaml", line: text.hasPrefix("ask") ? 1 : 2))
        }
    }

    @Test func whatIsNotUTF8CostsItsLineAlone() {
        let bytes = Array("# Z\u{FC}rich\nask: always\nlabel: Z".utf8).filter { $0 != 0xC3 }
        let settings = RunSettings(file: SettingsFile(bytes + [0xFC, 0x72, 0x69, 0x63, 0x68]))
        #expect(settings.fallbacks == [.label])
        #expect(
            settings.complaints == [
                "unloop.yaml line 3, label: this is not UTF-8 text; save the file as UTF-8. Until then: none"
            ])
    }

    @Test(arguments: [
        (Array("ask: always\nbe\u{0}ep: on".utf8), "settings.txt line 2: byte 3 of the line is zero"),
        (Array("ask: always".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, "settings.txt line 1: byte 2 "),
        ([UInt8](repeating: UInt8(ascii: "#"), count: 65 << 10), "settings.txt: the file is larger than the 64 KiB"),
    ])
    func whatIsNoTextMakesARunThatDoesLeast(bytes: [UInt8], start: String) {
        let settings = RunSettings(file: SettingsFile(bytes, name: "settings.txt"))
        #expect(settings.problems.map(\.code) == [.unreadable])
        #expect(settings.complaints[0].hasPrefix(start))
        #expect(settings.fallbacks == SettingKey.allCases)
        #expect(settings.lookOnly.value && settings.ask.value == .never && settings.then.value == RunEnding())
    }

    @Test func aFileThatCannotBeReadDoesSoToo() {
        let settings = RunSettings(
            file: SettingsFile(unreadable: "read: EIO"), commandLine: ["unloop.look-only": "false"])
        #expect(settings.fallbacks == SettingKey.allCases.filter { $0 != .lookOnly })
        #expect(settings.complaints.first?.hasPrefix("unloop.yaml: read: EIO. Until then") == true)
    }

    @Test func aLongLineCostsItself() {
        let settings = settings("beep: off\nlabel: \(String(repeating: "x", count: 5000))\nask: never")
        #expect(settings.fallbacks == [.label])
        #expect(settings.complaints[0].contains("line 2, label: the line is longer than 4096 bytes"))
        #expect(!settings.beep.value && settings.ask.value == .never)
    }

    /// As many entries as fit: each is read by itself, which must not take longer with each.
    @Test(.timeLimit(.minutes(1))) func aHostileFileTakesNoTime() {
        let settings = RunSettings(file: SettingsFile(Array(String(repeating: "a\n", count: 32 << 10).utf8)))
        #expect(settings.problems.count == 32 << 10)
        #expect(settings.fallbacks == [])
    }
}
