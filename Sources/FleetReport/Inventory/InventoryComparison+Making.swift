extension InventoryComparison {
    /// Compares an inventory with the machines of the records.
    ///
    /// - Parameters:
    ///   - machines: the machines of the records.
    ///   - names: further names of a machine by its `id`: it may have more than one Windows.
    /// - Returns: the comparison, and the sites of machines by `id`, as far as the inventory has them.
    static func make(
        _ inventory: Inventory, machines: [FleetMachine], names: [Int64: [String]]
    ) -> (comparison: InventoryComparison, sites: [Int64: String]) {
        var seen: [Int: FleetMachine] = [:]
        var sites: [Int64: String] = [:]
        var unlisted: [FleetMachine] = []
        var namesakes: [Int: FleetMachine] = [:]
        for machine in machines {
            let identities = machine.identities(names[machine.id] ?? [])
            if let number = identities.lazy.compactMap({ inventory.index.match($0, renamed: true) }).first {
                seen[number] = seen[number].map { $0.isNewer(than: machine) ? $0 : machine } ?? machine
                sites[machine.id] = inventory.machines[number].site
            } else {
                unlisted.append(machine)
                for identity in identities {
                    if let number = inventory.index.namesake(of: identity) { namesakes[number] = machine }
                }
            }
        }
        let remaining = inventory.machines.indices.compactMap { number -> Remaining? in
            let listed = inventory.machines[number]
            guard let machine = seen[number] else {
                return Remaining(machine: listed, state: nil, remedy: unseen(namesake: namesakes[number]))
            }
            if machine.state.isDone { return nil }
            return Remaining(machine: listed, state: machine.state, remedy: machine.remedy ?? "Start the stick again.")
        }
        let order = { (remaining: Remaining) in remaining.state.map { $0.index + 1 } ?? 0 }
        let sorted = remaining.enumerated().sorted { (order($0.element), $0.offset) < (order($1.element), $1.offset) }
        let comparison = InventoryComparison(
            machines: inventory.machines.count, done: seen.values.count { $0.state.isDone },
            remaining: sorted.map(\.element), unlisted: unlisted.sorted { ($0.name, $0.id) < ($1.name, $1.id) },
            duplicateRows: inventory.duplicateRows)
        return (comparison, sites)
    }

    private static func unseen(namesake: FleetMachine?) -> String {
        guard let serial = namesake?.serial else { return "No record of this machine yet: take a stick to it." }
        return "No record of this machine, but a machine of the same name has the serial number \(serial): "
            + "check which of the two it is."
    }
}

extension FleetMachine {
    fileprivate func identities(_ names: [String]) -> [MachineIdentities] {
        let all = ([computer] + names.map(Optional.init)).reduce(into: [String?]()) { list, name in
            if !list.contains(name) { list.append(name) }
        }
        return all.map { MachineIdentities(name: $0, serial: serial, uuid: uuid) }
    }

    fileprivate func isNewer(than other: FleetMachine) -> Bool {
        (other.clockIsWrong ? 0 : 1, other.time ?? "", other.id) < (clockIsWrong ? 0 : 1, time ?? "", id)
    }
}
