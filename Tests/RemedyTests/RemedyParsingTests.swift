import Diagnostics
import Digests
import Remedy
import Testing
import Timestamps
import Vocabulary

@Suite struct RemedyParsingTests {
    private static let head = "schema: unloop-remedy/1\nid: test\ntitle: A test\nrules:\n"

    /// A remedy with one rule; lines of the rule are given without indentation.
    private func remedy(_ rule: String) throws(RemedyError) -> Remedy {
        let lines = rule.split(separator: "\n").enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 + "\n" }
        return try Remedy.parse(Array((Self.head + lines.joined()).utf8), file: "r.yaml")
    }

    private func failure(_ text: String) -> RemedyError? {
        do { _ = try Remedy.parse(Array(text.utf8), file: "r.yaml") } catch { return error }
        return nil
    }

    private func ruleFailure(_ rule: String) -> RemedyError? {
        do { _ = try remedy(rule) } catch { return error }
        return nil
    }

    @Test func readsEveryKey() throws {
        let hash = String(repeating: "0a", count: 32)
        let parsed = try remedy(
            """
            folder: System32/drivers\\Vendor
            name: "Bad*.sys"
            action: remove
            only:
              modified: { from: 2024-07-19T04:09:00Z, until: 2024-07-19T05:27:00Z }
              size: { minimum: 1, maximum: 65536 }
              sha256: [ \(hash) ]
            except:
              header: { offset: 6, bytes: 23 01 }
            """)
        let rule = try #require(parsed.rules.first)
        #expect(parsed.id == "test" && parsed.title == "A test" && parsed.links.isEmpty && parsed.rules.count == 1)
        #expect(rule.folder == ["System32", "drivers", "Vendor"])
        #expect(rule.name == NamePattern("Bad*.sys"))
        #expect(rule.action == .remove)
        #expect(rule.only.modifiedFrom == UTCTime("2024-07-19T04:09:00Z"))
        #expect(rule.only.modifiedUntil == UTCTime("2024-07-19T05:27:00Z"))
        #expect(rule.only.minimumSize == 1 && rule.only.maximumSize == 65536)
        #expect(rule.only.sha256.map(\.description) == [hash])
        #expect(rule.except == RemedyConditions(header: .init(offset: 6, bytes: [0x23, 0x01])))
    }

    @Test(arguments: [
        "''", "C:\\Windows", "\\System32", "/System32", "System32\\", "System32\\\\drivers", "System32\\..\\..", "..",
        ".",
        "System32\\.\\drivers", "System32\\a*", "System32\\a?", "System32\\a.", "'System32 \\a'", "a:stream",
        "\"a\\0b\"",
        "a|b",
    ])
    func refusesAFolderThatIsNoneOrLiesElsewhere(folder: String) throws {
        let error = try #require(ruleFailure("folder: \(folder)\nname: Bad*.sys\naction: remove"))
        #expect(error.code == .unsafeFolder, "\(error)")
        #expect(error.message.hasPrefix("r.yaml:5:13: rules[0].folder: "))
    }

    @Test(arguments: [
        "'*'", "'*.*'", "'*.sys'", "'?????'", "ab*", "'-_.*'", "a\\b", "a/b", "abc:x", "'abc*.'", "'abc '", "'abc<'",
    ])
    func refusesANameThatIsNoneOrTakesTooMuch(name: String) throws {
        let error = try #require(ruleFailure("folder: System32\nname: \(name)\naction: remove"))
        #expect(error.code == .unsafeName, "\(error)")
        #expect(error.message.hasPrefix("r.yaml:6:11: rules[0].name: "))
    }

    @Test func takesAnyNameWithAHash() throws {
        let hash = String(repeating: "0", count: 64)
        _ = try remedy("folder: System32\nname: '*'\naction: remove\nonly: { sha256: [ '\(hash)' ] }")
        #expect(
            ruleFailure("folder: System32\nname: '*'\naction: remove\nexcept: { sha256: [ '\(hash)' ] }")?.code
                == .unsafeName)
    }

    @Test(arguments: [
        "{}", "{ modified: {} }", "{ modified: { from: 2024-07-19 } }", "{ size: {} }",
        "{ size: { minimum: 2, maximum: 1 } }",
        "{ modified: { from: 2024-07-19T05:27:00Z, until: 2024-07-19T05:27:00Z } }", "{ header: { bytes: AAA } }",
        "{ header: { bytes: '' } }", "{ header: { bytes: +1 } }", "{ header: { bytes: AA BB, offset: 511 } }",
        "{ sha256: [ abc ] }", "{ sha256: [] }",
    ])
    func refusesAConditionThatMeansNothing(condition: String) throws {
        for key in ["only", "except"] {
            let error = try #require(
                ruleFailure("folder: System32\nname: Bad*.sys\naction: remove\n\(key): \(condition)"))
            #expect(error.code == .condition, "\(error)")
            #expect(error.message.contains("r.yaml:8:") && error.message.contains("rules[0].\(key)"))
        }
    }

    @Test func namesWhatIsMalformed() {
        #expect(failure("")?.message == "r.yaml:1:1: schema: the key is missing or empty; give it a value")
        #expect(failure("schema: unloop-remedy/2\n")?.code == .schema)
        #expect(failure("schema: unloop-remedy/1\nid: a\ntitle: b\nrules: []\n")?.message.contains("no rules") == true)
        #expect(failure("schema: [")?.code == .malformed)
        for id in ["A", "a b", "-a", "../a", "''", String(repeating: "a", count: 65)] {
            #expect(
                failure(
                    "schema: unloop-remedy/1\nid: \(id)\ntitle: b\nrules: [{folder: a, name: abc, action: remove}]\n")?
                    .code == .malformed)
        }
        #expect(
            ruleFailure("folder: a\nname: abc\naction: rename")?.message
                == "r.yaml:7:13: rules[0].action: the only action is remove")
        #expect(
            ruleFailure("folder: a\nname: abc\naction: remove\nonyl: {}")?.message
                == "r.yaml:8:5: rules[0].onyl: unknown key; did you mean \"only\"?")
    }
}
