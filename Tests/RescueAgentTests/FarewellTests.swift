import RecoveryLog
import RunSettings
import Testing
import Vocabulary

@testable import RescueAgent

@Suite struct FarewellTests {
    private let page = FinalPage(outcome: .repaired, reason: "", volumes: [], next: "n", log: "l", now: "x")

    private func log(isSaved: Bool) -> RunLog {
        let log = RunLog(start: start, screen: Screen(paths: []), drill: nil)
        if !isSaved { log.giveUp("no stick") }
        return log
    }

    @Test func aMachineThatGoesOnByItselfWaitsForAStickOnlyIfTheRecordHasNone() {
        // With a record that is saved there is nothing to wait for, however long the patience is.
        var farewell = Farewell(screen: Screen(paths: []), then: .poweroff, patience: .max)
        #expect(farewell.show(page, saving: log(isSaved: true)) == .powerOff)
        #expect(farewell.show(page) == .powerOff)
        farewell.patience = 1200
        let begin = ContinuousClock.now
        #expect(farewell.show(page, saving: log(isSaved: false)) == .powerOff)
        #expect(ContinuousClock.now - begin >= .milliseconds(1200))
    }

    @Test(arguments: [RunEnding.Action.wait, .reboot, .poweroff])
    func saysWhatAKeyWouldLose(then: RunEnding.Action) {
        let farewell = Farewell(screen: Screen(paths: []), then: then)
        #expect(farewell.words(isSaved: false).contains("without saving the record"))
        #expect(!farewell.words(isSaved: true).contains("record"))
    }
}
