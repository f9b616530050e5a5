import AgentScreen
import LinuxMachine
import RecoveryLog
import RunSettings
import Testing
import Vocabulary

@testable import RescueAgent

@Suite struct FarewellTests {
    private let page = FinalPage(outcome: .repaired, reason: "", lines: [], next: "n", log: "l", now: "x")

    private func log(isSaved: Bool) -> RunLog {
        let stick = StickSink()
        let log = RunLog(start: start, screen: Screen(on: []), sinks: [stick], drill: nil)
        if !isSaved { stick.giveUp("no stick", for: log) }
        return log
    }

    @Test func aMachineThatGoesOnByItselfWaitsForAStickOnlyIfTheRecordHasNone() {
        for isSaved in [true, false] {
            let clock = ContinuousClock()
            let begin = clock.now
            let farewell = Farewell(screen: Screen(on: []), then: .poweroff, patience: isSaved ? .max : 1200)
            #expect(farewell.show(page, saving: log(isSaved: isSaved)) == .powerOff)
            if !isSaved { #expect(clock.now - begin >= .milliseconds(1200)) }
        }
        #expect(Farewell(screen: Screen(on: []), then: .poweroff).show(page) == .powerOff)
    }

    @Test(arguments: [RunEnding.Action.wait, .reboot, .poweroff])
    func saysWhatAKeyWouldLose(then: RunEnding.Action) {
        let farewell = Farewell(screen: Screen(on: []), then: then)
        #expect(farewell.words(isSaved: false).contains("without saving the record"))
        #expect(!farewell.words(isSaved: true).contains("record"))
    }
}
