internal import ArgumentParser
internal import Diagnostics
internal import RecoveryLog
internal import Vocabulary

/// The codes of `KeyCommandError`.
enum KeyCommandErrorCode: String, ErrorCode {
    /// A file or folder cannot be read.
    case unreadable = "key-source-unreadable"
    /// There are more files, levels of folders, or bytes than are read.
    case tooMuch = "key-source-too-large"
    /// A zip archive is damaged, sealed with a password, or a spreadsheet.
    case unsupportedArchive = "key-archive-unsupported"
    /// There is no key in all the files.
    case noKeys = "no-keys"
    /// The output is there already.
    case outputExists = "sealed-file-exists"
    /// The output cannot be written.
    case unwritable = "sealed-file-unwritable"
    /// The file that is to be opened is not sealed.
    case notSealed = "file-not-sealed"
    /// There is no terminal to ask for a passphrase, or what came from it cannot be used.
    case noPassphrase = "no-passphrase"
}

/// What keeps a command about keys from doing its work.
typealias KeyCommandError = CodedError<KeyCommandErrorCode>

extension KeyCommandError {
    /// Runs a command's work, and ends it with exit code 1 and the message if it fails.
    static func reported(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as any DiagnosticError {
            StandardError.write("unloop: \(displaySafe(error.description, limit: 1000))\n")
            throw ExitCode.failure
        }
    }
}
