/// What each machine of a collection is known by, whatever order its logs came in.
struct MachineKeys {
    private let keys: [String]

    /// The numbers in the firmware; else the least hardware address; else the computer's name; else the run. Where that is
    /// several machines', the name or the run comes behind it.
    init(_ groups: [MachineGroups.Group]) {
        let first = groups.map { group in
            Self.least(.firmware, group) ?? Self.least(.address, group).map { "mac:\($0)" }
                ?? Self.least(.name, group).map { "name:\($0)" } ?? Self.run(group)
        }
        let counts = first.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let second = zip(groups, first).map { group, key in
            guard let count = counts[key], count > 1 else { return key }
            return "\(key) \(Self.least(.name, group).map { "name:\($0)" } ?? Self.run(group))"
        }
        let again = second.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        keys = zip(groups, second).map { group, key in
            again[key] == 1 ? key : "\(key) log:\(group.runs[0].fileHash)"
        }
    }

    subscript(number: Int) -> String { keys[number] }

    private static func least(_ kind: MachineFact.Kind, _ group: MachineGroups.Group) -> String? {
        group.runs.compactMap { $0.values(kind).first }.min()
    }

    private static func run(_ group: MachineGroups.Group) -> String { "run:\(group.runs[0].run)" }
}
