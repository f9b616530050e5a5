import RecoveryLog
import Testing
import Vocabulary

@testable import RescueAgent

@Suite struct BigLettersTests {
    @Test func everyLetterOfEveryOutcomeHasAShape() {
        for letter in Set(Outcome.allCases.map(\.banner).joined()) where letter != " " {
            let rows = BigLetters.rows(of: String(letter))
            #expect(rows.count == 7)
            #expect(rows.allSatisfy { $0.count == 5 })
            #expect(rows.joined().contains(true), "\(letter)")
        }
    }

    @Test func lettersStandADotApart() {
        let rows = BigLetters.rows(of: "IT")
        #expect(rows.map { $0.map { $0 ? "#" : "." }.joined() }[0...1] == ["#####.#####", "..#.....#.."])
        #expect(BigLetters.rows(of: "") == [[Bool]](repeating: [], count: 7))
    }
}
