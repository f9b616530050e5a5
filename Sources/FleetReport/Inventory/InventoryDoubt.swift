/// Rows of an inventory and machines of the records of which it is not certain that they are the same, or that they are not.
public struct InventoryDoubt: Sendable, Equatable {
    /// Why it is not certain.
    public enum Kind: String, Sendable, CaseIterable {
        /// A number agrees, the name does not.
        case otherName = "other-name"
        /// The name agrees, the numbers do not.
        case otherNumber = "other-number"
        /// The serial number of the row may be what a spreadsheet made of the record's, and no name agrees.
        case changedNumber = "changed-number"
        /// A row may be of several machines of the records.
        case severalRecords = "several-records"
        /// A machine of the records, or of the inventory, may be of several rows.
        case severalRows = "several-rows"
    }

    /// Why it is not certain.
    public let kind: Kind
    /// The rows, at most `most` of them.
    public let rows: [InventoryMachine]
    /// How many more rows there are.
    public let moreRows: Int
    /// The machines of the records, at most `most` of them.
    public let records: [FleetMachine]
    /// How many more machines of the records there are.
    public let moreRecords: Int
    /// What agrees and what does not.
    public let detail: String

    /// The most rows and records that are named.
    public static let most = 3

    /// - Parameter rowCount: how many rows there are, where not all are given.
    init(
        _ kind: Kind, rows: [InventoryMachine], of rowCount: Int? = nil, records: [FleetMachine], _ detail: String
    ) {
        self.kind = kind
        self.rows = Array(rows.prefix(Self.most))
        moreRows = (rowCount ?? rows.count) - self.rows.count
        self.records = Array(records.prefix(Self.most))
        moreRecords = records.count - self.records.count
        self.detail = detail
    }
}
