import Foundation
import VMLab

extension VirtualMachine {
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
    /// Takes the screen's picture into the folder that UNLOOP_SCREENSHOTS names, if it names one.
    static func takePicture(_ machine: VirtualMachine, _ name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["UNLOOP_SCREENSHOTS"] else { return }
        try await Task.sleep(for: .seconds(1))
        try machine.screendump(to: "\(folder)/\(name).png")
    }
}
