import Foundation
import Testing
import VMLab

extension VirtualMachine {
    /// Types on the serial line, whose noise the agent does not take for keys before Enter was pressed three times.
    func typeFirstOnSerialLine(_ text: String) async throws {
        for _ in 0..<3 {
            try sendSerial("\r")
            // A busy host may read two of them at once.
            try await Task.sleep(for: .seconds(2))
        }
        try sendSerial(text)
    }

    /// Presses the keys of an American keyboard for digits, hyphens, Backspace (`\u{8}`) and Enter (`\n`).
    func typeKeys(_ text: some StringProtocol) throws {
        for character in text {
            switch character {
            case "\n": try sendKeys("ret")
            case "\u{8}": try sendKeys("backspace")
            case "-": try sendKeys("minus")
            default: try sendKeys(String(character))
            }
        }
    }
}

extension Bench {
    /// What a UPS or a floating line sends: what opens GRUB's editor, and what ends pages, among it.
    private static let noise = ["ÿ", "e", "\r", "c", "s", "\u{0}"]

    /// Sends noise on the serial line until the outcome is there.
    static func makeNoise(on machine: VirtualMachine) async throws {
        var count = 0
        let end = ContinuousClock.now + patience
        while machine.isRunning, ContinuousClock.now < end, !machine.transcript.contains("Unloop outcome: ") {
            try machine.sendSerial(noise[count % noise.count])
            count += 1
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// The last page stays whatever comes on the serial line.
    static func expectNoiseToChangeNothing(on machine: VirtualMachine) async throws {
        for count in 0..<30 {
            try machine.sendSerial(noise[count % noise.count])
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(machine.isRunning, "noise has ended the last page")
    }

    /// Takes the screen's picture into the folder that UNLOOP_SCREENSHOTS names, if it names one.
    static func takePicture(_ machine: VirtualMachine, _ name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["UNLOOP_SCREENSHOTS"] else { return }
        try await Task.sleep(for: .seconds(1))
        try machine.screendump(to: "\(folder)/\(name).png")
    }
}
