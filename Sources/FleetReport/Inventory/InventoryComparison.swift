/// What an inventory and the records say of each other.
public struct InventoryComparison: Sendable, Equatable {
    /// A machine of the inventory at which something is left to do.
    public struct Remaining: Sendable, Equatable {
        /// Where it stands.
        public enum Standing: Sendable, Equatable {
            /// No record can be of it.
            case neverSeen
            /// A record may be of it.
            case unsure
            /// A record is of it, and it is not done.
            case open(MachineState)
        }

        /// The machine as the inventory names it.
        public let machine: InventoryMachine
        /// Where it stands.
        public let standing: Standing
        /// What to do.
        public let remedy: String
    }

    /// Whether the inventory lists a machine of the records.
    public enum Listing: String, Sendable {
        /// One row is this machine.
        case listed = "yes"
        /// A row may be this machine.
        case unsure
        /// No row is.
        case unlisted = "no"
    }

    /// The machines that the inventory names, each once.
    public let machines: Int
    /// Those of them that are done: each has a record that is certainly its own.
    public let done: Int
    /// Those at which something is left to do, in the order of the inventory: those never seen, those that are unsure, then
    /// by state.
    public let remaining: [Remaining]
    /// Machines of the records that the inventory does not name, by name.
    public let unlisted: [FleetMachine]
    /// Rows that name a machine of an earlier row.
    public let duplicateRows: Int
    /// What is not certain: rows that may be of a machine first, in the order of the inventory.
    public let doubts: [InventoryDoubt]
    /// Machines of the records that one or more rows may be, by `id`.
    let unsureRecords: Set<Int64>

    /// The machines of which there is no record.
    public var neverSeen: Int { remaining.count { $0.standing == .neverSeen } }
    /// The machines of which a record may be, or may not.
    public var unsure: Int { remaining.count { $0.standing == .unsure } }
}
