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
        let rules = RunRules.read(commandLine: words, source: nil)
        #expect(rules.settings.lookOnly.value && rules.settings.lookOnly.isFallback)
    }

    @Test func whatIsNotKnownIsTold() {
        let settings = AgentSettings(commandLine: ["unloop.from": "tape"])
        #expect(settings.problems == ["unloop.from=tape: unknown medium; use one of stick, cd, network, appliance"])
        #expect(settings.medium == nil)
    }

    @Test func partitionOfTheRecordAndNumberOfDisks() {
        let guid = "0A1B2C3D-0000-4000-8000-000000000001"
        let settings = AgentSettings(commandLine: ["unloop.log": guid, "unloop.disks": "3"])
        #expect(settings.logPartition == guid.lowercased() && settings.disks == 3 && settings.problems.isEmpty)
        for wrong in ["0", "-1", "many", "", "1001"] {
            let settings = AgentSettings(commandLine: ["unloop.disks": wrong])
            #expect(settings.disks == nil && settings.problems.count == 1)
        }
    }

    @Test func theRunningKernelHasWords() {
        #expect(!KernelCommandLine.read().isEmpty)
    }
}
