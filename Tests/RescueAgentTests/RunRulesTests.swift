import Foundation
import RecoveryLog
import Remedy
import RepairEngine
import RunSettings
import Testing
import Vocabulary

@testable import RescueAgent

/// What a stick and the kernel command line make of a run.
@Suite struct RunRulesTests {
    private func remedy(_ id: String) -> String {
        """
        schema: unloop-remedy/1
        id: \(id)
        title: \(id)
        rules: [{folder: System32, name: \(id).sys, action: remove}]
        """
    }

    /// An image with two remedies, and a stick with these files.
    private func rules(_ files: [String: String], _ words: [String: String] = [:]) throws -> RunRules {
        var rules: RunRules?
        try withScratch { root throws in
            let image = ["image/one.yaml": remedy("one"), "image/two.yaml": remedy("two"), "image/notes.txt": "x"]
            for (name, text) in image.merging(files, uniquingKeysWith: { $1 }) {
                let file = URL(fileURLWithPath: "\(root)/\(name)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            rules = RunRules(
                commandLine: words, stick: "\(root)/stick", image: "\(root)/image", keyboards: ["de", "us"])
        }
        return try #require(rules)
    }

    @Test func withoutAFileAllThatIsBuiltInIsUsed() throws {
        let rules = try rules(["stick/remedies/three.yaml": remedy("three"), "stick/remedies/._three.yaml": "x"])
        #expect(rules.remedies.map(\.id) == ["one", "two"])
        #expect(rules.problems == [])
        #expect(
            rules.notes.map(\.message).first
                == "in remedies on the stick, but not named in unloop.yaml and so not used: three.yaml")
        #expect(rules.notes.map(\.code) == ["unused-remedies", "settings"])
        #expect(rules.notes.last?.message.contains("then: wait (default); ask: always (default)") == true)
    }

    @Test func namedRemediesComeFromTheStickFirst() throws {
        let files = [
            "stick/unloop.yaml": "remedies: [two, Three.YAML]\r\n", "stick/remedies/THREE.yaml": remedy("three"),
            "stick/remedies/two.yaml": remedy("another"),
        ]
        let rules = try rules(files)
        #expect(rules.remedies.map(\.id) == ["another", "three"])
        #expect(rules.notes.map(\.code) == ["settings"])
        #expect(try self.rules(files, ["unloop.remedies": "one"]).remedies.map(\.id) == ["one"])
    }

    /// "Nothing to do" would be said of what only the missing one knows.
    @Test(arguments: [
        (
            "remedies: [one, four]",
            "there is no remedy four: put four.yaml into remedies on the stick; built in are one, two"
        ),
        ("remedies: [one, bad]", "remedies/bad.yaml:1:1: schema"),
        ("remedies: [one, ../two]", "unloop.yaml line 1, remedies"),
    ])
    func oneThatCannotBeUsedLeavesNone(text: String, problem: String) throws {
        let rules = try rules(["stick/unloop.yaml": text, "stick/remedies/bad.yaml": "id: x"])
        #expect(rules.remedies == [])
        #expect(rules.problems.count == 1 && rules.problems[0].hasPrefix(problem), "\(rules.problems)")
        #expect(rules.notes.map(\.code).contains("no-remedy"))
    }

    @Test func mistakesAreTold() throws {
        let rules = try rules(["stick/unloop.yaml": "ask: sometimes\n" + String(repeating: "colour: red\n", count: 30)])
        #expect(rules.problems.count == 31)
        #expect(rules.notes.count == 12)
        #expect(rules.notes.prefix(11).allSatisfy { $0.code == NoteCode.badSetting.rawValue })
        #expect(rules.notes[10].message == "21 more mistakes; unloop settings check tells them all")
        #expect(rules.notes[11].message.contains("ask: never (in place of unloop.yaml line 1)"))
    }

    @Test(arguments: ["unloop.yaml.txt", "Unloop.yml"]) func aFileOfNearlyTheNameIsTold(name: String) throws {
        let rules = try rules(["stick/\(name)": "ask: never"])
        #expect(rules.settings.ask.value == .always)
        #expect(rules.problems == ["\(name) on the stick is not read; rename it to unloop.yaml"])
    }

    @Test func aFileThatCannotBeReadMakesARunThatOnlyLooks() throws {
        let rules = try rules(["stick/unloop.yaml/x": ""])
        #expect(rules.settings.lookOnly.value && rules.settings.ask.value == .never)
        #expect(RepairSettings(rules.settings) == RepairSettings(lookOnly: true, dirty: .refuse, hibernated: .refuse))
    }

    @Test func aKeyboardThatTheImageDoesNotHaveIsTold() throws {
        #expect(try rules(["stick/unloop.yaml": "keyboard: de"]).keyboard == "de")
        let rules = try rules(["stick/unloop.yaml": "ask: never\nkeyboard: xx"])
        #expect(rules.keyboard == "us")
        #expect(
            rules.problems == [
                "unloop.yaml line 2, keyboard: the image has no layout xx, and that of the US is used; there are de, us"
            ])
    }

    @Test func theEngineIsToldEverything() throws {
        let text = "look-only: true\ndirty: refuse\nhibernated: discard\nkeep-copies: false"
        let wanted = RepairSettings(lookOnly: true, dirty: .refuse, hibernated: .discard, keepsCopies: false)
        #expect(RepairSettings(try rules(["stick/unloop.yaml": text]).settings) == wanted)
        #expect(RepairSettings(try rules([:]).settings) == RepairSettings())
    }

    @Test func theStartOfTheRecordHasModeAndLabel() throws {
        let settings = try rules(["stick/unloop.yaml": "label: Ward 7\nlook-only: yes"]).settings
        let machine = MachineIdentity(macs: [], firmware: .bios, secureBoot: .unsupported)
        let start = StartEvent(run: "r", image: "i", version: "1", settings, machine: machine, given: ["unloop.x=1"])
        #expect(start.label == "Ward 7" && start.mode == .look && start.settings == ["unloop.x=1"])
        let plain = StartEvent(run: "r", image: "i", version: "1", RunSettings(), machine: machine, given: [])
        #expect(plain.label == nil && plain.mode == .repair)
    }
}
