import Glibc
import LinuxMachine
import Testing

@testable import AgentScreen

@Suite(.timeLimit(.minutes(20))) struct KeyboardWaitTests {
    private final class Machine {
        var hasKeyboard = false
        var elapsed = 0
    }

    private func wait(_ machine: Machine) -> KeyboardWait {
        KeyboardWait(
            otherwise: "this volume stays locked", patience: 600_000, isPresent: { machine.hasKeyboard },
            elapsed: { machine.elapsed })
    }

    private func lines(_ minutes: Int) -> [String] {
        [
            "No keyboard was found: plug one in.",
            "Without one the run goes on in \(minutes) min, and this volume stays locked.",
        ]
    }

    @Test func withoutAKeyboardTheWaitIsToldAndEnds() {
        let machine = Machine()
        let wait = wait(machine)
        #expect(wait.state == .waiting(lines: lines(10)))
        machine.elapsed = 599_999
        #expect(wait.state == .waiting(lines: lines(1)))
        machine.elapsed = 600_000
        #expect(wait.state == .ended)
    }

    @Test func aKeyboardThatComesLateMayTakeItsTime() {
        let machine = Machine()
        let wait = wait(machine)
        #expect(wait.state != .open)
        machine.hasKeyboard = true
        #expect(wait.state == .open)
        machine.elapsed = 10_000_000
        #expect(wait.state == .open)
    }

    @Test func whoTypesOnASerialLineMayTakeHisTime() {
        let machine = Machine()
        var wait = wait(machine)
        wait.noteKeys()
        machine.elapsed = 10_000_000
        #expect(wait.state == .open)
    }

    /// A question on a terminal that nobody types on.
    @Test func aQuestionEndsWithoutAKeyboardAndTheNextOneDoesNotWait() throws {
        var (outer, inner): (CInt, CInt) = (-1, -1)
        #expect(openpty(&outer, &inner, nil, nil, nil) == 0)
        defer {
            close(inner)
            close(outer)
        }
        let screen = Screen(on: [try Console(String(cString: try #require(ttyname(inner))))])
        screen.hasKeyboard = { false }
        screen.keyboardPatience = 50
        var field = PassphraseField(hasOtherField: false)
        #expect(!screen.ask(["a question"], &field, otherwise: "this volume stays locked"))
        #expect(screen.hasMissedKeyboard)
        screen.keyboardPatience = 1 << 40
        #expect(!screen.ask(["another question"], &field, otherwise: "this volume stays locked"))
        var buffer = [UInt8](repeating: 0, count: 4096)
        let shown = String(decoding: buffer[..<max(read(outer, &buffer, buffer.count), 0)], as: UTF8.self)
        #expect(shown.contains("No keyboard was found: plug one in. Without one the run goes on in 1 min"))
        #expect(shown.contains("a question") && !shown.contains("another question"))
    }
}
