/// The machines that an organisation has, from one or more exports.
public struct Inventory: Sendable, Equatable {
    /// The machines, each once, in the order of the files.
    public private(set) var machines: [InventoryMachine] = []
    /// Rows that name a machine of an earlier row, with nothing new.
    public private(set) var duplicateRows = 0
    /// Which machines go by which names.
    private(set) var index = MachineIndex()

    /// No machines.
    public init() {}

    /// Adds the machines of an export. Two exports may name the same machine; each adds what it knows.
    public mutating func add(_ rows: [InventoryMachine]) {
        for row in rows {
            let identity = MachineIdentities(row)
            if let known = index.match(identity, renamed: false) {
                duplicateRows += 1
                machines[known] = machines[known].completed(by: row)
                index.add(identity, as: known)
            } else {
                index.add(identity, as: machines.count)
                machines.append(row)
            }
        }
    }
}

extension InventoryMachine {
    /// The machine with what only another row of it knows.
    fileprivate func completed(by other: InventoryMachine) -> InventoryMachine {
        InventoryMachine(
            file: file, row: row, name: name ?? other.name, serial: serial ?? other.serial, uuid: uuid ?? other.uuid,
            site: site ?? other.site)
    }
}
