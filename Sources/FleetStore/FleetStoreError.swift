public import Diagnostics

/// A collection cannot be opened, read or written, or a source of it cannot be read.
public struct FleetStoreError: DiagnosticError {
    /// What went wrong.
    public enum Code: String, Sendable {
        /// The file is no database of Unloop's.
        case notACollection = "collection-foreign"
        /// The database was made by a newer Unloop.
        case newerCollection = "collection-newer"
        /// The database cannot be opened, read or written.
        case collectionFailed = "collection-failed"
        /// A source cannot be opened or read.
        case sourceNotReadable = "source-not-readable"
        /// A source is nothing that logs are read from.
        case sourceUnknown = "source-unknown"
        /// A file is no log of a run.
        case noLog = "collected-no-log"
        /// There is no log in a source.
        case sourceEmpty = "source-empty"
        /// A source is larger or deeper than any stick's.
        case sourceTooLarge = "source-too-large"
    }

    /// What went wrong.
    public let code: Code
    /// What is wrong with which file, and the remedy.
    public let message: String
    /// The error beneath, if there is one.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The code's text.
    public var codeText: String { code.rawValue }
}
