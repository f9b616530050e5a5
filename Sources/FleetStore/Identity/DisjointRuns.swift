internal import Timestamps

/// Runs in disjoint sets, one for each machine, with what all runs of a set say together (union by size;
/// Tarjan and van Leeuwen, 1984).
struct DisjointRuns {
    /// What the runs of a set say.
    struct Facts {
        var firmware: Set<String>
        var disks: Set<String>
        var bitLocker: Set<String>
        /// The name of the computer as its newest log has it.
        var computer: String?
        /// The run that has this name.
        fileprivate var named: RunEvidence?
        /// From the first run to the last; nil where the time of one is not known.
        var span: ClosedRange<UTCTime>?

        init(_ run: RunEvidence) {
            firmware = Set(run.values(.firmware))
            disks = Set(run.values(.disk))
            bitLocker = Set(run.values(.bitLocker))
            computer = run.computer
            named = run.computer == nil ? nil : run
            span = run.time.map { $0...$0 }
        }

        mutating func merge(_ other: Facts) {
            firmware.formUnion(other.firmware)
            disks.formUnion(other.disks)
            bitLocker.formUnion(other.bitLocker)
            if let theirs = other.named, named.map({ Self.isNewer(theirs, than: $0) }) ?? true {
                (computer, named) = (other.computer, theirs)
            }
            if let span, let theirs = other.span {
                self.span =
                    min(span.lowerBound, theirs.lowerBound)...max(span.upperBound, theirs.upperBound)
            } else {
                span = nil
            }
        }

        private static func isNewer(_ left: RunEvidence, than right: RunEvidence) -> Bool {
            guard left.time != right.time else { return RunEvidence.precedes(right, left) }
            return (left.time?.seconds ?? .min) > (right.time?.seconds ?? .min)
        }

        /// Whether the firmware says something else. A board that says nothing always does.
        func isOnAnotherBoard(than other: Facts) -> Bool {
            firmware != other.firmware && firmware.isDisjoint(with: other.firmware)
        }

        /// Whether both have disks, and none in common, or both BitLocker volumes.
        func hasOtherDisks(than other: Facts) -> Bool {
            func differ(_ left: Set<String>, _ right: Set<String>) -> Bool {
                !left.isEmpty && !right.isEmpty && left.isDisjoint(with: right)
            }
            return differ(disks, other.disks) || differ(bitLocker, other.bitLocker)
        }
    }

    private var parents: [Int]
    private var sizes: [Int]
    private var merged: [Facts]

    init(_ runs: [RunEvidence]) {
        parents = Array(runs.indices)
        sizes = Array(repeating: 1, count: runs.count)
        merged = runs.map(Facts.init)
    }

    /// The run that stands for a run's set.
    func root(_ index: Int) -> Int {
        var index = index
        while parents[index] != index { index = parents[index] }
        return index
    }

    /// What the runs of a run's set say.
    func facts(of index: Int) -> Facts { merged[root(index)] }

    mutating func join(_ left: Int, _ right: Int) {
        var (large, small) = (root(left), root(right))
        guard large != small else { return }
        if sizes[large] < sizes[small] { swap(&large, &small) }
        parents[small] = large
        sizes[large] += sizes[small]
        merged[large].merge(merged[small])
    }
}
