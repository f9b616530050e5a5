internal import Diagnostics

/// The codes of `KeyCommandError`.
enum KeyCommandErrorCode: String, ErrorCode {
    /// There are more files, or levels of folders, than are read.
    case tooMuch = "key-source-too-large"
    /// Keys have several identifiers that may be theirs.
    case uncertainIDs = "key-ids-uncertain"
    /// There is no key in all the files.
    case noKeys = "no-keys"
    /// The output exists already.
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
