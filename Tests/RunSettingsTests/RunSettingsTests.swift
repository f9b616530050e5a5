import RecoveryLog
import RunSettings
import Testing
import Vocabulary

/// Settings of a file's text.
func settings(_ text: String, _ words: [String: String] = [:]) -> RunSettings {
    RunSettings(file: SettingsFile(Array(text.utf8)), commandLine: words)
}

extension RunSettings {
    /// What is wrong, without the sentence about what holds instead.
    var complaints: [String] { problems.map(\.message) }
    /// The settings that hold because others were not understood.
    var fallbacks: [SettingKey] { summary.filter(\.isFallback).map(\.key) }
}

@Suite struct RunSettingsTests {
    @Test func withoutAnyTheyRepairWaitAndAsk() {
        let settings = RunSettings(commandLine: ["quiet": "", "console": "tty0", "unloop.from": "stick"])
        #expect(
            settings.summary.map(\.description) == [
                "remedies: all built in (default)", "look-only: false (default)", "then: wait (default)",
                "ask: always (default)", "key-tries: 1000 (default)",
                "hibernated: refuse (default)", "dirty: override (default)",
                "removable: leave (default)", "keep-copies: true (default)", "label: none (default)",
                "keyboard: us (default)", "beep: on (default)",
                "text-size: automatic (default)",
            ])
        #expect(settings.problems == [])
    }

    @Test func everySettingIsReadWithItsLine() {
        let settings = settings(
            """
            remedies: [crowdstrike-291, Next.yaml]
            look-only: true
            then: {repaired: reboot, locked: wait, otherwise: poweroff}
            ask: never
            hibernated: discard
            dirty: refuse
            keep-copies: false
            label: "Ward 7"
            beep: off
            text-size: large
            keyboard: CH-fr
            key-tries: 25
            removable: repair
            """)
        #expect(
            settings.summary.map(\.description) == [
                "remedies: crowdstrike-291, next (unloop.yaml line 1)", "look-only: true (unloop.yaml line 2)",
                "then: {repaired: reboot, locked: wait, otherwise: poweroff} (unloop.yaml line 3)",
                "ask: never (unloop.yaml line 4)", "key-tries: 25 (unloop.yaml line 12)",
                "hibernated: discard (unloop.yaml line 5)",
                "dirty: refuse (unloop.yaml line 6)", "removable: repair (unloop.yaml line 13)",
                "keep-copies: false (unloop.yaml line 7)",
                "label: Ward 7 (unloop.yaml line 8)", "keyboard: ch-fr (unloop.yaml line 11)",
                "beep: off (unloop.yaml line 9)",
                "text-size: large (unloop.yaml line 10)",
            ])
        #expect(settings.problems == [])
        #expect(settings.then.value.action(after: .repaired) == .reboot)
        #expect(settings.then.value.action(after: .locked) == .wait)
        #expect(settings.then.value.action(after: .failed) == .poweroff)
    }

    @Test func theKernelCommandLineOverrides() {
        let words = [
            "unloop.remedies": "a,b", "unloop.look-only": "false", "unloop.then": "repaired:reboot,locked:wait",
            "unloop.ask": "always", "unloop.hibernated": "discard", "unloop.dirty": "override",
            "unloop.keep-copies": "true", "unloop.label": "a: b", "unloop.beep": "off", "unloop.text-size": "normal",
            "unloop.keyboard": "de", "unloop.key-tries": "2", "unloop.removable": "repair", "unloop.mode": "repair",
            "unloop.drill": "removed",
        ]
        let settings = settings("look-only: true\nask: never\ndirty: refuse\nlabel: x\n", words)
        #expect(settings.problems == [])
        #expect(settings.summary.allSatisfy { $0.source == .commandLine })
        #expect(settings.remedies.value == .named(["a", "b"]))
        #expect(settings.then.value == RunEnding([.repaired: .reboot, .locked: .wait]))
        #expect(!settings.lookOnly.value && settings.ask.value == .always && settings.label.value == "a: b")
    }

    @Test func ofTwoTheOneThatDoesLessHolds() {
        let generous = settings(
            "hibernated: discard\nkeep-copies: false\nremovable: repair\nask: always\nkey-tries: 50\nlabel: a\n")
        let careful = settings("look-only: true\nask: never\ndirty: refuse\nkey-tries: 5\nlabel: b\n")
        for (one, other) in [(generous, careful), (careful, generous)] {
            let both = one.stricter(with: other)
            #expect(both.lookOnly.value && both.ask.value == .never && both.keyTries.value == 5)
            #expect(both.hibernated.value == .refuse && both.dirty.value == .refuse && both.keepCopies.value)
            #expect(both.removable.value == .leave && both.label == one.label)
        }
        #expect(generous.stricter(with: generous) == generous)
        #expect(generous.onlyLooking(as: .commandLine).lookOnly.value)
    }

    @Test func theMenusLookOnlyHoldsWhateverElseIsSaid() {
        for words in [["unloop.mode": "look"], ["unloop.mode": "look", "unloop.look-only": "false"]] {
            #expect(settings("look-only: false", words).lookOnly.value)
        }
        // The menu's first entry starts by itself: it must not override the stick.
        #expect(settings("look-only: true", ["unloop.mode": "repair"]).lookOnly.value)
    }

    @Test(arguments: [
        ("remedies: [../x]", SettingKey.remedies, "none"), ("remedies: []", .remedies, "none"),
        ("remedies: {a: b}", .remedies, "none"), ("look-only: maybe", .lookOnly, "true"),
        ("look-only:", .lookOnly, "true"), ("look-only: [true]", .lookOnly, "true"),
        ("then: sleep", .then, "wait"), ("then: {repaired: reboot, lokced: wait}", .then, "wait"),
        ("then: {repaired: reboot, Repaired: wait}", .then, "wait"), ("then: {repaired: [reboot]}", .then, "wait"),
        ("ask: sometimes", .ask, "never"), ("key-tries: 0", .keyTries, "1000"), ("key-tries: 1e3", .keyTries, "1000"),
        ("key-tries: 99999999999999999999", .keyTries, "1000"), ("hibernated: resume", .hibernated, "refuse"),
        ("dirty: overide", .dirty, "refuse"), ("removable: yes", .removable, "leave"),
        ("keep-copies: perhaps", .keepCopies, "true"),
        ("label: \"a\\tb\"", .label, "none"), ("label: \"a\\u202Eb\"", .label, "none"), ("beep: loud", .beep, "on"),
        ("keyboard: ../de", .keyboard, "us"),
        ("text-size: huge", .textSize, "automatic"),
    ])
    func aMistakeCostsItsOwnSettingAlone(line: String, key: SettingKey, value: String) throws {
        let settings = settings("# first\n\(line)\n" + (key == .ask ? "beep: off" : "ask: always"))
        #expect(settings.fallbacks == [key])
        let row = try #require(settings.summary.first { $0.key == key })
        #expect(row.value == value && row.origin == "in place of unloop.yaml line 2")
        try #require(settings.problems.count == 1)
        #expect(settings.complaints[0].hasPrefix("unloop.yaml line 2, \(key.rawValue): "))
        #expect(
            settings.complaints[0].hasSuffix(
                ". Until then: \(value == "automatic" ? value : row.key == .beep ? "true" : value)"))
        #expect(settings.problems[0].code == .invalidValue)
    }

    @Test func aMistakeOnTheCommandLineCountsToo() {
        let settings = settings("ask: always\nlook-only: false", ["unloop.ask": "somtimes", "unloop.mode": "lok"])
        #expect(settings.fallbacks == [.lookOnly, .ask])
        #expect(
            settings.complaints.sorted() == [
                "kernel command line, ask: \"somtimes\" is not understood; write always or never. Until then: never",
                "kernel command line, unloop.mode: \"lok\" is not understood; write repair or look or shell or disk. "
                    + "Until then: true",
            ])
    }

    @Test func aMistakeThatIsOverriddenIsToldAndChangesNothing() {
        let settings = settings("ask: sometimes", ["unloop.ask": "always"])
        #expect(settings.ask.value == .always && settings.fallbacks == [])
        #expect(
            settings.complaints == ["unloop.yaml line 1, ask: \"sometimes\" is not understood; write always or never"])
    }

    /// A mistyped `look-only` must not become a repair.
    @Test func anUnknownWordCountsForTheNearest() {
        let mistyped = settings("look-olny: true\ncolour: red\n", ["unloop.mod": "look", "unloop.zzzzzzzz": "1"])
        #expect(mistyped.fallbacks == [.lookOnly])
        #expect(mistyped.problems.map(\.code) == Array(repeating: .unknownKey, count: 4))
        #expect(mistyped.complaints[0].contains("line 1, look-olny: no such setting; did you mean look-only?"))
        #expect(mistyped.complaints[1].contains("line 2, colour: no such setting; ignored"))
        #expect(mistyped.complaints[2].contains("unloop.mod: no such setting; did you mean unloop.mode?"))
        let both = settings("look-olny: true\nlook-only: false\n")
        #expect(!both.lookOnly.value && both.problems.count == 1)
    }

    @Test func twiceIsNotUnderstood() {
        let settings = settings("ask: always\nbeep: off\nAsk: always\n")
        #expect(settings.fallbacks == [.ask])
        #expect(
            settings.complaints == [
                "unloop.yaml line 3, ask: it is already in unloop.yaml line 1; keep one of the two. Until then: never"
            ])
    }

    @Test func wordsMayBeWrittenAsPeopleDo() {
        let settings = settings(
            "look-only: Yes\nkeep-copies: OFF\nask: \"NEVER\"\nLabel: 'Nächste: 7 # x'\nbeep: on # !")
        #expect(settings.problems == [])
        #expect(settings.lookOnly.value && !settings.keepCopies.value && settings.ask.value == .never)
        #expect(settings.label.value == "Nächste: 7 # x")
    }

    @Test func aLabelHasALimit() {
        #expect(settings("label: " + String(repeating: "é", count: 100)).problems == [])
        #expect(settings("label: " + String(repeating: "é", count: 101)).fallbacks == [.label])
    }

    @Test func theTemplateSaysTheDefaults() {
        let template = SettingsFile.template
        let settings = RunSettings(file: SettingsFile(Array(template.utf8)))
        #expect(settings.problems == [])
        #expect(settings.summary.map(\.value) == RunSettings().summary.map(\.value))
        // Every setting is in it; the remedies are commented out, because a name would shut out all others.
        for key in SettingKey.allCases {
            #expect(template.contains("\r\n\(key == .remedies ? "# " : "")\(key.rawValue): "))
        }
        #expect(settings.summary.filter { $0.source == .preset }.map(\.key) == [.remedies])
        #expect(template.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 120 && !$0.contains("\n") })
        // The line that is commented out is right, too.
        let named = template.replacing("# remedies:", with: "remedies:")
        #expect(RunSettings(file: SettingsFile(Array(named.utf8))).remedies.value == .named(["crowdstrike-291"]))
    }
}
