internal import ArgumentParser
internal import Diagnostics
internal import Foundation
internal import LinuxSystem
internal import RecoveryLog
internal import StickWriter
internal import Vocabulary

/// Asks before anything is lost.
enum WriteConfirmation {
    /// Tells what will be lost, and wants the word yes.
    static func ask(about candidates: [StickCandidate]) throws {
        let rows = candidates.map { [$0.device.path, $0.modelText, $0.sizeText, displaySafe($0.content)] }
        StandardError.write("All that is on \(rows.count == 1 ? "this disk" : "these disks") will be lost:\n")
        StandardError.write(TextTable.render(rows))
        guard try line("Type yes to write: ") == "yes" else { throw refuse("not confirmed; nothing was written") }
    }

    /// A line from the user.
    static func line(_ prompt: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw refuse("there is no terminal to confirm it at; confirm with --yes, and a fixed disk with --serial")
        }
        StandardError.write(displaySafe(prompt, limit: 500))
        return readLine() ?? ""
    }

    private static func refuse(_ message: String) -> ExitCode {
        StandardError.write("unloop: \(WriteCommandError(.notConfirmed, message))\n")
        return WriteSelection.refusal
    }
}
