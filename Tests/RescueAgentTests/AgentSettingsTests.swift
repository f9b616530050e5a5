import RunSettings
import Testing
import Vocabulary

@testable import RescueAgent

@Suite struct AgentSettingsTests {
    @Test func theDefaultsRepair() {
        let settings = AgentSettings(commandLine: ["quiet": "", "console": "tty0"])
        #expect(settings.mode == .repair && settings.medium == nil && settings.drill == nil)
        #expect(settings.given.isEmpty && settings.problems.isEmpty)
    }

    @Test func everyWordIsTakenAndTold() {
        let settings = AgentSettings(commandLine: [
            "unloop.mode": "shell", "unloop.from": "network", "unloop.drill": "removed", "unloop.label": "ward 7",
        ])
        #expect(settings.mode == .shell && settings.medium == .network && settings.drill == "removed")
        #expect(settings.problems.isEmpty)
        #expect(
            settings.given == [
                "unloop.drill=removed", "unloop.from=network", "unloop.label=ward 7", "unloop.mode=shell",
            ])
    }

    @Test(arguments: ["lok", "", "repair "]) func aMistypedModeOnlyLooks(word: String) {
        let words = ["unloop.mode": word]
        #expect(AgentSettings(commandLine: words).mode == .repair)
        let rules = RunRules(commandLine: words, stick: nil)
        #expect(rules.settings.lookOnly.value && rules.settings.lookOnly.isFallback)
    }

    @Test func whatIsNotKnownIsTold() {
        let settings = AgentSettings(commandLine: ["unloop.from": "tape"])
        #expect(settings.problems == ["unloop.from=tape is not understood; it can be one of stick, cd, network"])
        #expect(settings.medium == nil)
    }

    @Test func theRunningKernelHasWords() {
        #expect(!KernelCommandLine.read().isEmpty)
    }

    @Test(
        arguments: [
            (.automatic, 240, 67, "TER16x32"), (.automatic, 128, 48, nil), (.automatic, 80, 25, nil),
            (.large, 128, 48, "TER16x32"), (.large, 100, 37, nil), (.large, 64, 24, nil), (.normal, 80, 25, "VGA8x16"),
        ] as [(RunSettings.TextSize, Int, Int, String?)])
    func lettersOfTheWantedSize(size: RunSettings.TextSize, columns: Int, rows: Int, font: String?) {
        #expect(Screen.font(size, columns: columns, rows: rows) == font)
    }
}
