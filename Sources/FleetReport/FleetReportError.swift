public import Diagnostics

/// A report cannot be made.
public struct FleetReportError: DiagnosticError {
    /// What went wrong.
    public enum Code: String, Sendable {
        /// An inventory cannot be opened or read.
        case inventoryNotReadable = "inventory-not-readable"
        /// A column that was asked for is not in an inventory, or none is known.
        case inventoryColumns = "inventory-columns"
        /// An inventory names no machine.
        case inventoryEmpty = "inventory-empty"
        /// The database cannot be read.
        case databaseNotReadable = "report-database-not-readable"
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
