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
        let matching = InventoryMatching(
            inventory.machines, machines.map { InventoryBuckets.Machine($0, names: names[$0.id] ?? []) })
        let finder = InventoryDoubtFinder(inventory.machines, matching)
        var sites: [Int64: String] = [:]
        var remaining: [Remaining] = []
        var done = 0
        for (row, listed) in inventory.machines.enumerated() {
            if let number = matching.machineOfRow[row] {
                let machine = machines[number]
                sites[machine.id] = listed.site
                done += machine.state.isDone ? 1 : 0
                if machine.state.isDone { continue }
                let remedy = machine.remedy ?? "Start the stick again."
                remaining.append(Remaining(machine: listed, standing: .open(machine.state), remedy: remedy))
            } else if let doubt = finder.doubtOfRow[row] {
                let remedy = "\(doubt.detail) Check which machine it is, and correct the inventory."
                remaining.append(Remaining(machine: listed, standing: .unsure, remedy: remedy))
            } else {
                remaining.append(Remaining(machine: listed, standing: .neverSeen, remedy: finder.remedy(unseen: row)))
            }
        }
        let order = { (remaining: Remaining) in
            switch remaining.standing {
            case .neverSeen: 0
            case .unsure: 1
            case .open(let state): 2 + state.index
            }
        }
        let sorted = remaining.enumerated().sorted { (order($0.element), $0.offset) < (order($1.element), $1.offset) }
        let unlisted = machines.indices.filter {
            matching.rowOfMachine[$0] == nil && !finder.unsureMachines.contains($0)
        }.map { machines[$0] }
        let comparison = InventoryComparison(
            machines: inventory.machines.count, done: done, remaining: sorted.map(\.element),
            unlisted: unlisted.sorted { ($0.name, $0.id) < ($1.name, $1.id) }, duplicateRows: inventory.duplicateRows,
            doubts: finder.doubts, unsureRecords: Set(finder.unsureMachines.map { machines[$0].id }))
        return (comparison, sites)
    }

    /// Whether the inventory lists a machine of the records.
    func listings(of machines: [FleetMachine]) -> [Int64: Listing] {
        let absent = Set(unlisted.map(\.id))
        return Dictionary(
            uniqueKeysWithValues: machines.map {
                ($0.id, unsureRecords.contains($0.id) ? .unsure : absent.contains($0.id) ? .unlisted : .listed)
            })
    }
}
