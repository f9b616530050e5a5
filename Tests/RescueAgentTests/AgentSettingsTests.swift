import RepairEngine
import Testing

@testable import RescueAgent

@Suite struct AgentSettingsTests {
    @Test func theDefaultsRepairAndWait() {
        let settings = AgentSettings(commandLine: ["quiet": "", "console": "tty0"])
        #expect(settings.mode == .repair)
        #expect(settings.then == .wait)
        #expect(settings.dirty == .override)
        #expect(settings.medium == nil)
        #expect(settings.given.isEmpty && settings.problems.isEmpty)
    }

    @Test func everyWordIsTakenAndTold() {
        let settings = AgentSettings(commandLine: [
            "unloop.mode": "look", "unloop.then": "poweroff", "unloop.from": "network", "unloop.dirty": "refuse",
            "unloop.label": "ward 7", "unloop.drill": "removed",
        ])
        #expect(settings.mode == .look && settings.then == .poweroff && settings.medium == .network)
        #expect(settings.dirty == .refuse && settings.label == "ward 7" && settings.drill == "removed")
        #expect(settings.problems.isEmpty)
        #expect(settings.given.first == "unloop.dirty=refuse" && settings.given.count == 6)
    }

    @Test(arguments: ["lok", "LOOK", "", "repair "]) func aMistypedModeOnlyLooks(word: String) {
        let settings = AgentSettings(commandLine: ["unloop.mode": word])
        #expect(settings.mode == .look)
        #expect(settings.problems.count == 1)
    }

    @Test func aMistypedPolicyRefuses() {
        let settings = AgentSettings(commandLine: ["unloop.dirty": "overide"])
        #expect(settings.dirty == .refuse)
        #expect(settings.problems == ["unloop.dirty=overide is not understood; it can be one of override, refuse"])
    }

    @Test func whatIsNotKnownIsTold() {
        let settings = AgentSettings(commandLine: ["unloop.from": "tape", "unloop.mod": "look", "unloop.then": "sleep"])
        #expect(settings.problems.count == 3)
        #expect(settings.then == .wait && settings.medium == nil)
    }
}
