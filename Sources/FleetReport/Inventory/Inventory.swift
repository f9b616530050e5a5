/// The machines that an organisation has, from one or more exports.
public struct Inventory: Sendable, Equatable {
    /// The machines, each once, in the order of the files.
    public private(set) var machines: [InventoryMachine] = []
    /// Rows that name a machine of another row, with nothing against it.
    public private(set) var duplicateRows = 0
    private var rows: [InventoryMachine] = []
    /// How many rows and machines were looked at to find those of one machine.
    private(set) var steps = 0

    /// No machines.
    public init() {}

    /// Adds the machines of an export. Two exports may name the same machine; each adds what it knows.
    public mutating func add(_ added: [InventoryMachine]) {
        rows += added
        let merge = InventoryMerge(rows)
        machines = merge.machines
        duplicateRows = rows.count - machines.count
        steps = merge.steps
    }
}
