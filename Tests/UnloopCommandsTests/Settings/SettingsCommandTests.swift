internal import Foundation
internal import RunSettings
internal import TestSupport
internal import Testing

@testable internal import UnloopCommands

@Suite("unloop settings", .enabled(if: KeysTestTool.path != nil, "needs the built tool beside the tests"))
struct SettingsCommandTests {
    private func run(_ files: [String: String], _ arguments: String..., input: String = "") throws
        -> KeysTestTool.Result
    {
        var result: KeysTestTool.Result?
        try withTemporaryFolder { folder in
            for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
            result = try KeysTestTool.run(["settings"] + arguments, input: input, in: folder)
        }
        return try #require(result)
    }

    @Test("new: what it prints is right, and says the defaults")
    func new() throws {
        let made = try run([:], "new")
        #expect(made.status == 0 && made.errors.isEmpty)
        #expect(made.output.contains("\r\nlook-only: false\r\n"))
        let checked = try run([:], "check", "-", input: made.output)
        #expect(checked.status == 0 && checked.errors.isEmpty)
        #expect(checked.output == "FILE            MISTAKES\nstandard input  0\n")
    }

    @Test("check: mistakes are named with file, line, setting and what holds until then")
    func check() throws {
        let result = try run(
            ["a.yaml": "ask: never\n", "b.yaml": "# x\nask: sometimes\nlook-olny: true\n"], "check", "a.yaml", "b.yaml")
        #expect(result.status == 2)
        #expect(result.output == "FILE    MISTAKES\na.yaml  0\nb.yaml  2\n")
        #expect(
            result.errors == """
                unloop: b.yaml line 2, ask: "sometimes" is not understood; write always or never. Until then: never \
                [settings-invalid-value]
                unloop: b.yaml line 3, look-olny: no such setting; did you mean look-only? Until then: true \
                [settings-unknown-key]

                """)
    }

    @Test("check --summary: every value and where it comes from; the kernel command line overrides")
    func summary() throws {
        let boot = "quiet unloop.ask=never \"unloop.label=Ward 7\" unloop.dirty=x"
        let result = try run(
            ["s.yaml": "ask: always\r\nbeep: off\r\n"], "check", "--summary", "--boot", boot, "s.yaml")
        #expect(result.status == 2)
        #expect(
            result.output == """
                SETTING      VALUE         FROM
                remedies     all built in  default
                look-only    false         default
                then         wait          default
                ask          never         kernel command line
                key-tries    1000          default
                hibernated   refuse        default
                dirty        refuse        in place of kernel command line
                removable    leave         default
                keep-copies  true          default
                label        Ward 7        kernel command line
                keyboard     us            default
                beep         off           s.yaml line 2
                text-size    automatic     default

                """)
    }

    @Test("check --format json")
    func json() throws {
        let result = try run(["s.yaml": "ask: x\n"], "check", "--summary", "--format", "json", "s.yaml")
        let files = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
        try #require(files.count == 1)
        let problems = try #require(files[0]["problems"] as? [[String: Any]])
        #expect(problems.count == 1)
        #expect(problems[0]["code"] as? String == "settings-invalid-value" && problems[0]["line"] as? Int == 1)
        let settings = try #require(files[0]["settings"] as? [[String: Any]])
        #expect(settings.count == SettingKey.allCases.count)
        #expect(settings[3]["setting"] as? String == "ask" && settings[3]["value"] as? String == "never")
        #expect(settings[3]["source"] as? String == "file" && settings[3]["fallback"] as? Bool == true)
    }

    @Test("check: words alone, a file that is not there, and nothing at all")
    func edges() throws {
        #expect(try run([:], "check", "--boot", "unloop.ask=never").status == 0)
        let missing = try run([:], "check", "none.yaml")
        #expect(missing.status == 1)
        #expect(missing.errors.contains("none.yaml: cannot be read; check its name and permissions"))
        #expect(try run([:], "check").status == 64)
    }
}
