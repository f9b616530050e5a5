import RecoveryLog
import Testing
import Vocabulary

@Suite struct OutcomeTests {
    @Test(
        arguments: [
            ([], .noWindows),
            ([.noWindows, .nothingToDo], .nothingToDo),
            ([.nothingToDo, .locked, .noWindows], .locked),
            ([.locked, .repaired, .nothingToDo], .repaired),
            ([.repaired, .refused], .refused),
            ([.refused, .failed, .repaired], .failed),
        ] as [([Outcome], Outcome)])
    func theWorstVolumeDecides(volumes: [Outcome], machine: Outcome) {
        #expect(Outcome.ofMachine(volumes) == machine)
        #expect(Outcome.ofMachine(volumes.reversed()) == machine)
    }

    @Test func anyOutcomeAloneIsTheMachines() {
        for outcome in Outcome.allCases { #expect(Outcome.ofMachine([outcome]) == outcome) }
    }
}
