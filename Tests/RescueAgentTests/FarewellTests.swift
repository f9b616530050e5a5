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
        let farewell = Farewell(screen: Screen(paths: []), then: .poweroff, patience: 1200)
        let times = [true, false].map { isSaved in
            ContinuousClock().measure { _ = farewell.show(page, saving: log(isSaved: isSaved)) }
        }
        #expect(times[0] < .seconds(1) && times[1] >= .milliseconds(1200))
        #expect(farewell.show(page) == .powerOff)
    }

    @Test(arguments: [RunEnding.Action.wait, .reboot, .poweroff])
    func saysWhatAKeyWouldLose(then: RunEnding.Action) {
        let farewell = Farewell(screen: Screen(paths: []), then: then)
        #expect(farewell.words(isSaved: false).contains("without saving the record"))
        #expect(!farewell.words(isSaved: true).contains("record"))
    }
}
