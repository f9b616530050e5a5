internal import Diagnostics
internal import Foundation
internal import RecoveryLog
internal import Vocabulary

/// Standard error, for progress and messages; standard output is for data.
struct Console {
    /// Whether progress and notes are left out.
    var isQuiet = false
    /// Whether errors come with their causes.
    var isVerbose = false

    /// Whether progress can be drawn over.
    var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes text as it is.
    func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    /// What the user may like to know, as a line of its own.
    func note(_ text: String) {
        if !isQuiet { write(Self.safe(text) + "\n") }
    }

    /// What the user must know: an error, a warning, or bad input.
    func complain(_ text: String) { write("unloop: \(Self.safe(text))\n") }

    /// An error, as one message, or with the tree of its causes.
    func complain(_ error: any Error) {
        complain(isVerbose ? diagnosticTree(error) : "\(error)")
    }

    /// The longest line that is printed, in characters: that of a build names all packages that are missing.
    private static let longestLine = 1 << 16

    /// Text that is safe to print, whatever disk it came from. Only the lines that start with a blank, as those of a tree
    /// of causes and of commands do, keep their beginning: no text can look like a message of its own.
    private static func safe(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { index, line in
            let indent = index == 0 || line.hasPrefix(" ") || line.isEmpty ? "" : "  "
            return indent + displaySafe(String(line), limit: longestLine)
        }.joined(separator: "\n")
    }
}
