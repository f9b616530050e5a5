/// Finds out which runs are of the same machine: a judgement over all that the runs say, the same whatever order they came
/// in. The rule is that no open run may hide behind a done one: where it is not certain that two runs are of one machine,
/// they are of two, and the doubt is kept.
///
/// A name and the firmware's numbers together, or a name and a disk, are one machine. Numbers that agree under names that
/// differ are two, unless the disk agrees as well and one name came long after the other. A run that found no name goes to the
/// only machine that its BitLocker volume, disk, numbers, partitions or hardware addresses fit, in this order.
struct MachineGroups {
    /// The runs of a machine, and what is in doubt about them.
    struct Group {
        let runs: [RunEvidence]
        let doubts: [MachineDoubt]
    }

    let runs: [RunEvidence]
    var forest: DisjointRuns
    var doubts: [Int: Set<MachineDoubt>] = [:]
    /// Facts that machines share and that prove nothing therefore.
    private var common: Set<MachineFact> = []

    /// The machines of runs, each of which is given once.
    static func of(_ runs: [RunEvidence]) -> [Group] {
        var groups = MachineGroups(runs)
        groups.joinCopies()
        groups.joinNamed()
        groups.joinRenamed()
        groups.joinNameless()
        return groups.result
    }

    private init(_ unsorted: [RunEvidence]) {
        runs = unsorted.sorted(by: RunEvidence.precedes)
        forest = DisjointRuns(runs)
        // A disk of two boards, or a partition or an adapter of two boards or computers.
        var seen: [MachineFact: (firmware: String?, name: String?)] = [:]
        for run in runs {
            for kind in [MachineFact.Kind.disk, .partition, .address] {
                for value in run.values(kind) {
                    let fact = MachineFact(kind: kind, value: value)
                    let name = kind == .disk ? nil : run.values(.name).first
                    var known = seen[fact] ?? (nil, nil)
                    if let other = known.firmware, let own = run.firmware, own != other { common.insert(fact) }
                    if let other = known.name, let name, name != other { common.insert(fact) }
                    known = (known.firmware ?? run.firmware, known.name ?? name)
                    seen[fact] = known
                }
            }
        }
    }

    private var result: [Group] {
        var members: [Int: [Int]] = [:]
        for index in runs.indices { members[forest.root(index), default: []].append(index) }
        return members.values.sorted { $0[0] < $1[0] }.map { indices in
            let doubts = indices.reduce(into: Set<MachineDoubt>()) { $0.formUnion(self.doubts[$1] ?? []) }
            return Group(
                runs: indices.map { runs[$0] },
                doubts: doubts.sorted { ($0.kind.rawValue, $0.detail) < ($1.kind.rawValue, $1.detail) })
        }
    }

    /// The values of a run that prove something.
    func values(_ kind: MachineFact.Kind, of index: Int) -> [String] {
        runs[index].values(kind).filter { !common.contains(MachineFact(kind: kind, value: $0)) }
    }

    /// The runs with each value of a kind, the values in their order.
    func buckets(_ kind: MachineFact.Kind, of indices: [Int]) -> [[Int]] {
        var buckets: [String: [Int]] = [:]
        for index in indices { for value in values(kind, of: index) { buckets[value, default: []].append(index) } }
        return buckets.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The different trees of runs, in the order of the runs.
    func roots(_ indices: some Sequence<Int>) -> [Int] {
        var seen: Set<Int> = []
        return indices.map { forest.root($0) }.filter { seen.insert($0).inserted }
    }

    mutating func join(_ indices: [Int]) {
        for index in indices.dropFirst() { forest.join(indices[0], index) }
    }

    mutating func doubt(_ kind: MachineDoubt.Kind, of index: Int, _ detail: String) {
        doubts[index, default: []].insert(MachineDoubt(kind: kind, detail: detail))
    }

    /// Names for a sentence: the computers' own, at most three of them.
    func listed(_ roots: [Int]) -> String {
        let names = Set(roots.map { forest.facts(of: $0).computer ?? "a machine without a name" }).sorted()
        let shown = names.prefix(3).joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }
}
