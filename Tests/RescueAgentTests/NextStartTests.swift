import Testing
import Vocabulary

@testable import RescueAgent

@Suite struct NextStartTests {
    @Test func theStickMayStayOnlyWhereTheFirmwareStartsWindowsNext() {
        let advice = "Start Windows."
        func text(_ outcome: Outcome, _ isWindows: Bool, _ medium: BootMedium?) -> String {
            NextStart(isWindows: isWindows, medium: medium).text(outcome, advice)
        }
        #expect(text(.repaired, true, .stick) == "Start Windows. The next start is Windows, even with the stick in.")
        #expect(text(.repaired, false, .stick) == "Take the stick out. Start Windows.")
        #expect(text(.nothingToDo, false, nil) == "Take the stick out. Start Windows.")
        #expect(text(.nothingToDo, false, .optical) == "Take the disc out. Start Windows.")
        #expect(text(.nothingToDo, false, .network) == "Have the machine start from its disk. Start Windows.")
        #expect(text(.repaired, false, .appliance) == advice)
        for outcome in Outcome.allCases where !outcome.isDone { #expect(text(outcome, false, .stick) == advice) }
    }
}
