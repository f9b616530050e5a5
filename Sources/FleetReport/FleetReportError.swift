public import Diagnostics

/// What went wrong.
public enum FleetReportErrorCode: String, ErrorCode {
    /// An inventory cannot be opened or read.
    case inventoryNotReadable = "inventory-not-readable"
    /// A column that was asked for is not in an inventory, or none is known.
    case inventoryColumns = "inventory-columns"
    /// An inventory names no machine.
    case inventoryEmpty = "inventory-empty"
    /// The database cannot be read.
    case databaseNotReadable = "report-database-not-readable"
}

/// A report cannot be made.
public typealias FleetReportError = CodedError<FleetReportErrorCode>
