public import Diagnostics

/// What is wrong with a key, a file of keys or a sealed file. Never holds a digit of a key.
public struct KeyError: DiagnosticError {
    /// Stable identifiers; they appear in output and documentation.
    public enum Code: String, Sendable, CaseIterable {
        /// A key fails its check: the message names the group of digits.
        case invalidKey = "key-invalid"
        /// A row, or a whole file, has no key where one should be.
        case missingKey = "key-missing"
        /// The list form of Microsoft Graph, which leaves the keys out.
        case keysLeftOut = "keys-left-out"
        /// A program left the key or its identifier out of its output: `...`, `System.Object[]`.
        case valueLeftOut = "key-value-left-out"
        /// Zeros were missing in a key, and were put back.
        case paddedKey = "key-zeros-missing"
        /// What should be the identifier of a key protector is none; the key itself counts.
        case unreadableID = "key-id-unreadable"
        /// Two columns could be the identifier of the protector; the keys themselves count.
        case ambiguousColumns = "key-columns-ambiguous"
        /// A column that was asked for is not in the file.
        case missingColumn = "key-column-missing"
        /// A quote that is opened and not closed.
        case malformedRow = "key-row-malformed"
        /// The file is not the JSON that it begins as.
        case malformedJSON = "key-json-malformed"
        /// A startup key file (.BEK) whose structure contradicts itself.
        case malformedStartupKey = "startup-key-malformed"
        /// The file is of a kind that has no keys, or that cannot be read here.
        case unsupportedFile = "key-file-unsupported"
        /// An archive or spreadsheet, or a file in one, that contradicts itself or ends early.
        case damagedContainer = "key-container-damaged"
        /// The file is larger than any sensible one.
        case tooLarge = "key-file-too-large"
        /// The sealed file breaks the age format.
        case malformedSealedFile = "sealed-file-malformed"
        /// The sealed file is well formed, but not for a passphrase, or asks for more work than is allowed.
        case unsupportedSealedFile = "sealed-file-unsupported"
        /// The passphrase does not open the sealed file.
        case wrongPassphrase = "sealed-file-passphrase"
        /// The passphrase is right, but the sealed file was changed or cut off.
        case damagedSealedFile = "sealed-file-damaged"
        /// OpenSSL failed for another reason than its input, mostly for want of memory.
        case cryptographyFailed = "cryptography-failed"
    }

    /// What kind of thing is wrong.
    public let code: Code
    /// What is wrong in which file and row, and the remedy.
    public let message: String
    /// The error beneath, if there is one.
    public let cause: (any Error)?
    /// The file and the place in it, if a place of a file is concerned.
    public let origin: KeyOrigin?
    /// The group of six digits that fails, from 1 to 8, if one does.
    public let group: Int?

    /// An error about a place of a file.
    init(_ code: Code, at origin: KeyOrigin, _ detail: String, group: Int? = nil) {
        self.code = code
        self.message = "\(origin): \(detail)"
        self.cause = nil
        self.origin = origin
        self.group = group
    }

    /// An error about an object that the message names.
    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
        self.cause = nil
        self.origin = nil
        self.group = nil
    }

    /// A key of a file that fails its check.
    init(_ problem: RecoveryPassword.Problem, at origin: KeyOrigin) {
        self.init(.invalidKey, at: origin, "\(problem); \(problem.remedy)", group: problem.group)
    }

    /// The code's text.
    public var codeText: String { code.rawValue }
}
