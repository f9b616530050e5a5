import Foundation
import TestSupport
import Testing
import VMLab

extension Bench {
    /// What the QR code on a machine's screen says to another program, as soon as it says something.
    func codeOnScreen(of machine: VirtualMachine) async throws -> String {
        let picture = folder.appendingPathComponent("code.png").path
        for _ in 0..<20 {
            try machine.screendump(to: picture)
            let words = ["zbarimg", "--nodbus", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture]
            if let text = try? Shell.run(words) { return text.trimmingCharacters(in: .newlines) }
            try await Task.sleep(for: .milliseconds(500))
        }
        throw BenchError("read the screen of the machine: there is no QR code on it")
    }
}

extension Trait where Self == ConditionTrait {
    static var needsCodeReader: Self { .enabled(if: Shell.has("zbarimg"), "needs zbarimg (zbar-tools)") }
}
