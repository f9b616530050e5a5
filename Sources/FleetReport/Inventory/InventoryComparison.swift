/// What an inventory and the records say of each other.
public struct InventoryComparison: Sendable, Equatable {
    /// A machine of the inventory at which something is left to do.
    public struct Remaining: Sendable, Equatable {
        /// The machine as the inventory names it.
        public let machine: InventoryMachine
        /// Where it stands; nil if no record is of it.
        public let state: MachineState?
        /// What to do.
        public let remedy: String
    }

    /// The machines that the inventory names, each once.
    public let machines: Int
    /// Those of them that are done.
    public let done: Int
    /// Those at which something is left to do: never seen first, then by state, in the order of the inventory.
    public let remaining: [Remaining]
    /// Machines of the records that the inventory does not name, by name.
    public let unlisted: [FleetMachine]
    /// Rows that name a machine of an earlier row.
    public let duplicateRows: Int

    /// The machines of which there is no record.
    public var neverSeen: Int { remaining.count { $0.state == nil } }
}
