internal import Timestamps

// The steps of the judgement, in their order.

extension MachineGroups {
    private func named() -> [Int] { runs.indices.filter { !runs[$0].values(.name).isEmpty } }
    private func nameless() -> [Int] { runs.indices.filter { runs[$0].values(.name).isEmpty } }

    // MARK: Runs that found a name

    /// Different logs of one run.
    mutating func joinCopies() {
        let copies = Dictionary(grouping: runs.indices) { [runs[$0].run, runs[$0].firmware ?? ""] }
        for same in copies.values { join(same) }
    }

    /// The same name with the same numbers, with the same BitLocker volume or disk, or with no numbers on either side.
    mutating func joinNamed() {
        for bucket in byName(named(), { [runs[$0].firmware ?? ""] }) {
            if runs[bucket[0]].firmware != nil { join(bucket) } else { joinByDisks(bucket) }
        }
        for kind in [MachineFact.Kind.bitLocker, .disk] {
            for bucket in byName(named(), { values(kind, of: $0) }) { joinUnlessDiffering(bucket) }
        }
    }

    /// Runs that share a name and one of some values.
    private func byName(_ indices: [Int], _ values: (Int) -> [String]) -> [[Int]] {
        var buckets: [[String]: [Int]] = [:]
        for index in indices {
            for value in values(index) {
                for name in runs[index].values(.name) { buckets[[name, value], default: []].append(index) }
            }
        }
        return buckets.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    /// Joins runs with nothing against it but their disks and BitLocker volumes: those that saw the same, and those that
    /// saw none with them where they can be meant by no other.
    private mutating func joinByDisks(_ bucket: [Int]) {
        for kind in [MachineFact.Kind.bitLocker, .disk] {
            for same in buckets(kind, of: bucket) { joinUnlessDiffering(same) }
        }
        let sets = roots(bucket)
        let withDisks = sets.filter { hasDisks($0) }
        if withDisks.count <= 1 { join(sets) } else { join(sets.filter { !hasDisks($0) }) }
    }

    private func hasDisks(_ root: Int) -> Bool {
        let facts = forest.facts(of: root)
        return !facts.disks.isEmpty || !facts.bitLocker.isEmpty
    }

    /// Joins runs that have a disk in common, where no BitLocker volumes differ: virtual machines have one default number.
    private mutating func joinUnlessDiffering(_ bucket: [Int]) {
        let sets = roots(bucket)
        let volumes = sets.map { forest.facts(of: $0).bitLocker }
        // Of many, each with the one before it would leave out a pair.
        guard let first = volumes.first(where: { !$0.isEmpty }) else { return join(sets) }
        if volumes.allSatisfy({ $0.isEmpty || !$0.isDisjoint(with: first) }) { join(sets) }
    }

    // MARK: Names that differ

    /// One machine had several names where its numbers and a disk agree, or a BitLocker volume where there are no numbers,
    /// and each name came after the other.
    mutating func joinRenamed() {
        let named = named()
        var buckets: [[String]: [Int]] = [:]
        for index in named {
            let firmware = runs[index].firmware
            for value in values(.bitLocker, of: index) {
                buckets[[firmware ?? "", "b", value], default: []].append(index)
            }
            guard let firmware else { continue }
            for value in values(.disk, of: index) { buckets[[firmware, "d", value], default: []].append(index) }
        }
        for (_, bucket) in buckets.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let sets = roots(bucket)
            guard sets.count > 1, areConsecutive(sets) else { continue }
            let volumes = sets.map { forest.facts(of: $0).bitLocker }.filter { !$0.isEmpty }
            guard volumes.dropFirst().allSatisfy({ !$0.isDisjoint(with: volumes[0]) }) else { continue }
            let newest = sets.max { spanEnd($0) < spanEnd($1) }
            let former = listed(sets.filter { $0 != newest })
            join(sets)
            doubt(.renamed, of: sets[0], "also seen as \(former): the same disk, so it was renamed")
        }
        var owners: [String: [Int]] = [:]
        for index in named { if let firmware = runs[index].firmware { owners[firmware, default: []].append(index) } }
        for (_, indices) in owners {
            let sets = roots(indices)
            guard sets.count > 1 else { continue }
            for set in sets {
                let others = sets.count > 4 ? "\(sets.count - 1) other computers" : listed(sets.filter { $0 != set })
                doubt(.sharedNumber, of: set, "the numbers in its firmware are also those of \(others)")
            }
        }
    }

    private func spanEnd(_ root: Int) -> UTCTime { forest.facts(of: root).span?.upperBound ?? .earliest }

    /// Nobody renames a computer sooner after a repair; copies of a virtual machine are seen within minutes. In seconds.
    private static let leastTimeToRename: Int64 = 12 * 3_600

    /// Whether the runs of each set were over long before those of the next began.
    private func areConsecutive(_ sets: [Int]) -> Bool {
        let spans = sets.compactMap { forest.facts(of: $0).span }.sorted {
            ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }
        return spans.count == sets.count
            && zip(spans, spans.dropFirst()).allSatisfy {
                $1.lowerBound.seconds - $0.upperBound.seconds >= Self.leastTimeToRename
            }
    }

    // MARK: Runs that found no name

    mutating func joinNameless() {
        let (named, nameless) = (named(), nameless())
        let owners = Owners(self, named)
        joinAmongThemselves(nameless, owners)
        let machines = Dictionary(grouping: nameless) { forest.root($0) }.values.sorted { $0[0] < $1[0] }
        for members in machines { place(members, owners) }
    }

    /// The named machines that each fact is of; the first of them where they are many, for then it proves nothing.
    private struct Owners {
        static let many = 16
        private var sets: [MachineFact: Set<Int>] = [:]

        init(_ groups: MachineGroups, _ named: [Int]) {
            for index in named {
                let root = groups.forest.root(index)
                for kind in MachineFact.Kind.allCases where kind != .name {
                    for value in groups.values(kind, of: index) {
                        let fact = MachineFact(kind: kind, value: value)
                        if sets[fact, default: []].count < Self.many { sets[fact, default: []].insert(root) }
                    }
                }
            }
        }

        func of(_ kind: MachineFact.Kind, _ values: [String]) -> Set<Int> {
            values.reduce(into: []) { $0.formUnion(sets[MachineFact(kind: kind, value: $1)] ?? []) }
        }
    }

    private mutating func joinAmongThemselves(_ nameless: [Int], _ owners: Owners) {
        for same in Dictionary(grouping: nameless, by: { runs[$0].firmware ?? "" }).values {
            for bucket in buckets(.bitLocker, of: same) { join(bucket) }
            for bucket in buckets(.disk, of: same) { joinUnlessDiffering(bucket) }
        }
        for bucket in buckets(.firmware, of: nameless) {
            // Whose numbers several computers have may be any of them.
            if owners.of(.firmware, runs[bucket[0]].values(.firmware)).count < 2 { joinByDisks(bucket) }
        }
        let weak = nameless.filter { runs[$0].firmware == nil }
        for kind in [MachineFact.Kind.partition, .address] {
            for bucket in buckets(kind, of: weak) { joinByDisks(bucket) }
        }
    }

    /// Puts nameless runs, which are of one machine, to the named one that they fit.
    private mutating func place(_ members: [Int], _ owners: Owners) {
        let root = forest.root(members[0])
        let own = forest.facts(of: root)
        for kind in [MachineFact.Kind.bitLocker, .disk, .firmware, .partition, .address] {
            let isWeak = kind == .partition || kind == .address
            if isWeak, !own.firmware.isEmpty { return }
            let all = roots(owners.of(kind, members.flatMap { values(kind, of: $0) }).sorted())
            let fitting = all.filter { candidate in
                let theirs = forest.facts(of: candidate)
                if own.isOnAnotherBoard(than: theirs) { return false }
                return kind == .bitLocker || !own.hasOtherDisks(than: theirs)
            }
            if all.count >= Owners.many {
                return doubt(.uncertainMachine, of: root, "its record has no name; it may be one of many machines")
            }
            // What several machines have, all but one of which do not fit, may be one more machine's.
            if fitting.count == 1, all.count == 1 || kind == .bitLocker { return forest.join(root, fitting[0]) }
            if !fitting.isEmpty {
                return doubt(.uncertainMachine, of: root, "its record has no name; it may be \(listed(fitting))")
            }
            if kind == .firmware, !all.isEmpty {
                let words = "its record has no name; its numbers are those of \(listed(all)), and its disks are not"
                return doubt(.uncertainMachine, of: root, words)
            }
        }
    }
}
