internal import Diagnostics

/// What keeps `unloop write` from beginning.
struct WriteCommandError: DiagnosticError {
    enum Code: String, CaseIterable {
        /// A disk that was named must not be written.
        case refused = "write-refused"
        /// The user did not confirm, or could not be asked.
        case notConfirmed = "write-not-confirmed"
        /// A file for the stick cannot be used.
        case inputUnusable = "write-input-unusable"
    }

    let code: Code
    let message: String
    var cause: (any Error)? { nil }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    var codeText: String { code.rawValue }
}
