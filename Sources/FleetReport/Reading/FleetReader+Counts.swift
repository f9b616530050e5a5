extension FleetReader {
    static func states(_ machines: [FleetMachine]) -> StateCounts {
        machines.reduce(into: StateCounts()) { $0[$1.state] += 1 }
    }

    static func reasons(_ machines: [FleetMachine]) -> [ReasonCount] {
        struct Reason: Hashable {
            let state: MachineState
            let code: String?
        }
        var counts: [Reason: Int] = [:]
        for machine in machines { counts[Reason(state: machine.state, code: machine.code), default: 0] += 1 }
        return counts.map { reason, count in
            let remedy = Remedies.general(reason.state, code: reason.code)
            return ReasonCount(
                state: reason.state, code: reason.code, machines: count,
                remedy: remedy ?? (reason.state.isDone ? nil : "Each machine's line says what to do."))
        }.sorted { left, right in
            (left.state.index, -left.machines, left.code ?? "") < (right.state.index, -right.machines, right.code ?? "")
        }
    }

    static func sites(_ machines: [FleetMachine], _ inventory: InventoryComparison?) -> [SiteCount] {
        var seen: [String?: StateCounts] = [:]
        for machine in machines { seen[machine.site, default: StateCounts()][machine.state] += 1 }
        var unseen: [String?: Int] = [:]
        for remaining in inventory?.remaining ?? [] where remaining.standing == .neverSeen {
            unseen[remaining.machine.site, default: 0] += 1
        }
        return Set(seen.keys).union(unseen.keys).map { site in
            SiteCount(
                site: site, states: seen[site] ?? StateCounts(), neverSeen: inventory == nil ? nil : unseen[site] ?? 0)
        }.sorted { left, right in
            (left.site == nil ? 1 : 0, left.site ?? "") < (right.site == nil ? 1 : 0, right.site ?? "")
        }
    }

    static func troubledModels(_ machines: [FleetMachine]) -> [ModelCount] {
        var counts: [String: StateCounts] = [:]
        for machine in machines { counts[machine.model ?? "unknown", default: StateCounts()][machine.state] += 1 }
        func trouble(_ counts: StateCounts) -> Int { counts[.failed] + counts[.noWindows] }
        return counts.filter { trouble($0.value) > 0 }.map { ModelCount(model: $0.key, states: $0.value) }
            .sorted { (-trouble($0.states), $0.model) < (-trouble($1.states), $1.model) }
    }

    static func missingKeys(_ evidence: [Int64: MachineEvidence], _ machines: [FleetMachine]) -> [MissingKey] {
        machines.filter { $0.state == .locked }.flatMap { machine in
            (evidence[machine.id]?.missingKeys ?? []).map {
                MissingKey(protectorID: $0.protectorID, machine: machine.name, device: $0.device)
            }
        }.sorted { ($0.protectorID, $0.machine, $0.device) < ($1.protectorID, $1.machine, $1.device) }
    }

    static func unseenDisks(_ evidence: [Int64: MachineEvidence], _ machines: [FleetMachine]) -> [UnseenDisk] {
        machines.compactMap { machine -> UnseenDisk? in
            guard machine.state == .noWindows || machine.state == .failed else { return nil }
            let found = evidence[machine.id] ?? MachineEvidence()
            let finding: String
            if !found.hiddenDisks.isEmpty {
                finding = found.hiddenDisks.joined(separator: "; ")
            } else if machine.state == .noWindows, found.disks.isEmpty {
                finding = "no disk was seen: the controller may be in RAID, VMD or remapped mode"
            } else {
                return nil
            }
            return UnseenDisk(machine: machine.name, model: machine.model, finding: finding)
        }.sorted { ($0.machine, $0.finding) < ($1.machine, $1.finding) }
    }
}
