internal import Diagnostics
internal import Foundation
internal import LinuxSystem
internal import RecoveryLog
internal import StickWriter
internal import TextTables
internal import Vocabulary

/// Asks before anything is lost.
struct WriteConfirmation {
    let console: Console

    /// Says what will be lost, and waits for the word yes.
    func ask(about candidates: [StickCandidate]) throws {
        let rows = candidates.map {
            [$0.device.path, $0.modelText, $0.sizeText, $0.serialText, displaySafe($0.content)]
        }
        console.write("Everything on \(rows.count == 1 ? "this disk" : "these disks") will be lost:\n")
        console.write(TextTable.render(rows))
        guard try line("Type yes to write: ") == "yes" else { throw refuse("not confirmed; nothing was written") }
    }

    /// A line from the user.
    func line(_ prompt: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw refuse(
                "no terminal to confirm at; confirm with --yes, and a disk that is not removable with --serial")
        }
        console.write(displaySafe(prompt, limit: 500))
        return readLine() ?? ""
    }

    private func refuse(_ message: String) -> ExitStatus {
        console.complain(WriteCommandError(.notConfirmed, message))
        return .objection
    }
}
