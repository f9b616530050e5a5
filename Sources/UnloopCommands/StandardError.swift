internal import Foundation
internal import RecoveryLog
internal import Vocabulary

/// Standard error, for progress and messages; standard output is for data.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    /// A message on a line of its own; what came from a disk is made safe to print.
    static func complain(_ text: String) { write("unloop: \(displaySafe(text, limit: 1000))\n") }
}
