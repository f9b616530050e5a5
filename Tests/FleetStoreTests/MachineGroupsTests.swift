import FleetSimulation
import Testing
import Timestamps

@testable import FleetStore

/// Which runs are of one machine, without a collection around it.
@Suite("Machines by what their runs say") struct MachineGroupsTests {
    /// What a run says, in a test's few words.
    private struct Seen {
        var run: String
        var hour = 0.0
        var name: String?
        var firmware: String?
        var disks: [String] = []
        var bitLocker: [String] = []
        var partitions: [String] = []
        var addresses: [String] = []

        var evidence: RunEvidence {
            var facts = RunFacts()
            facts.addFirmware(uuid: nil, serial: firmware)
            facts.addName(name)
            for disk in disks { facts.addDisk(model: "Model", serial: disk, bus: "nvme") }
            for id in bitLocker { facts.add(.bitLocker, id) }
            for partition in partitions { facts.add(.partition, partition) }
            for address in addresses { facts.addAddresses(in: address) }
            return RunEvidence(
                id: 1, run: run, fileHash: "h", time: UTCTime(seconds: 1_721_400_000 + Int64(hour * 3_600)),
                computer: name, facts: facts.all)
        }
    }

    private func groups(_ runs: [Seen]) -> [MachineGroups.Group] { MachineGroups.of(runs.map(\.evidence)) }

    /// The runs of each machine, and the kinds of doubt about them.
    private func machines(_ runs: Seen...) -> [String] {
        groups(runs).map { group in
            let doubts = group.doubts.map(\.kind.rawValue)
            return ([group.runs.map(\.run).joined(separator: "+")] + doubts).joined(separator: " ")
        }
    }

    @Test("a number and a name, or a name alone where there are no numbers, are one machine")
    func plain() {
        #expect(
            machines(
                Seen(run: "a", name: "PC-1", firmware: "S1"), Seen(run: "b", name: "pc-1.corp.example", firmware: "S1"),
                Seen(run: "c", name: "PC-1", firmware: "S2"), Seen(run: "d", name: "PC-3"), Seen(run: "e", name: "PC-3")
            )
                == ["a+b", "c", "d+e"])
    }

    @Test("numbers that agree under names that differ are two machines and a doubt")
    func clones() {
        #expect(
            machines(
                Seen(run: "a", name: "APP-01", firmware: "V1"), Seen(run: "b", name: "APP-02", firmware: "V1"),
                Seen(run: "c", firmware: "V1"))
                == ["a shared-number", "b shared-number", "c uncertain-machine"])
        let doubts = groups([
            Seen(run: "a", name: "APP-01", firmware: "V1"), Seen(run: "b", name: "APP-02", firmware: "V1"),
            Seen(run: "c", firmware: "V1"),
        ]).flatMap(\.doubts).map(\.detail)
        #expect(
            doubts == [
                "the numbers in its firmware are also those of APP-02",
                "the numbers in its firmware are also those of APP-01",
                "its record has no name; it may be APP-01, APP-02",
            ])
    }

    @Test("a run without a name goes to the one machine that its disk or volume fits, also among clones")
    func lockedThenRepaired() {
        #expect(
            machines(
                Seen(run: "a", firmware: "V1", bitLocker: ["vol-1"]),
                Seen(run: "b", name: "APP-01", firmware: "V1", bitLocker: ["vol-1"]),
                Seen(run: "c", name: "APP-02", firmware: "V1", bitLocker: ["vol-2"]))
                == ["a+b", "c"]
                .map { "\($0) shared-number" })
        // No number at all: the volume, the disk, the partitions, the network card.
        #expect(
            machines(Seen(run: "a", bitLocker: ["volume-7"]), Seen(run: "b", name: "T-7", bitLocker: ["volume-7"])) == [
                "a+b"
            ])
        #expect(machines(Seen(run: "a", disks: ["d-1"]), Seen(run: "b", name: "T-7", disks: ["d-1"])) == ["a+b"])
        #expect(
            machines(Seen(run: "a", partitions: ["p-1"]), Seen(run: "b", name: "T", partitions: ["p-1"])) == ["a+b"])
        let card = ["3c:52:82:11:22:33"]
        #expect(machines(Seen(run: "a", addresses: card), Seen(run: "b", name: "T-7", addresses: card)) == ["a+b"])
    }

    @Test("what several machines have joins none: an adapter, the partitions of a copied disk, a disk's default number")
    func common() {
        let dock = ["00:e0:4c:68:00:01"]
        #expect(
            machines(
                Seen(run: "a", addresses: dock), Seen(run: "b", name: "T-1", addresses: dock),
                Seen(run: "c", name: "T-2", addresses: dock)) == ["a", "b", "c"])
        #expect(
            machines(
                Seen(run: "a", partitions: ["p-1"]), Seen(run: "b", name: "T-1", partitions: ["p-1"]),
                Seen(run: "c", name: "T-2", partitions: ["p-1"])) == ["a", "b", "c"])
        #expect(
            machines(
                Seen(run: "a", disks: ["QM00001"]), Seen(run: "b", name: "T-1", firmware: "V1", disks: ["QM00001"]),
                Seen(run: "c", name: "T-2", firmware: "V2", disks: ["QM00001"])) == ["a", "b", "c"])
        #expect(
            machines(
                Seen(run: "a", firmware: "V1", addresses: dock),
                Seen(run: "b", name: "T", firmware: "V2", addresses: dock))
                == ["a", "b"])
    }

    @Test("a computer with another name days later, its numbers and its disk the same, was renamed")
    func renamed() {
        #expect(
            machines(
                Seen(run: "a", name: "OLD", firmware: "S1", disks: ["d-1"]),
                Seen(run: "b", hour: 48, name: "NEW", firmware: "S1", disks: ["d-1"])) == ["a+b renamed"])
        // Minutes apart, by turns, or with another disk: two.
        #expect(
            machines(
                Seen(run: "a", name: "OLD", firmware: "S1", disks: ["d-1"]),
                Seen(run: "b", hour: 0.5, name: "NEW", firmware: "S1", disks: ["d-1"]))
                == ["a", "b"]
                .map { "\($0) shared-number" })
        #expect(
            machines(
                Seen(run: "a", name: "OLD", firmware: "S1", disks: ["d-1"]),
                Seen(run: "b", hour: 48, name: "NEW", firmware: "S1", disks: ["d-1"]),
                Seen(run: "c", hour: 96, name: "OLD", firmware: "S1", disks: ["d-1"]))
                == ["a+c", "b"]
                .map { "\($0) shared-number" })
        #expect(
            machines(
                Seen(run: "a", name: "OLD", firmware: "S1", disks: ["d-1"]),
                Seen(run: "b", hour: 48, name: "NEW", firmware: "S1", disks: ["d-2"]))
                == ["a", "b"]
                .map { "\($0) shared-number" })
    }

    @Test("the number of one machine and the disk of none: a machine of its own, and a doubt")
    func otherDisk() {
        #expect(
            machines(
                Seen(run: "a", firmware: "S1", disks: ["d-2"]),
                Seen(run: "b", name: "PC", firmware: "S1", disks: ["d-1"]))
                == ["a uncertain-machine", "b"])
        // A controller hid the disk.
        #expect(
            machines(Seen(run: "a", firmware: "S1"), Seen(run: "b", name: "PC", firmware: "S1", disks: ["d"])) == [
                "a+b"
            ])
    }

    @Test("different logs of one run are of one machine")
    func copies() {
        #expect(machines(Seen(run: "a"), Seen(run: "a"), Seen(run: "b")) == ["a+a", "b"])
    }

    @Test("one number on thousands of machines joins none of them", arguments: [true, false])
    func hostileNumber(isOne: Bool) {
        let runs = (0..<4_000).map { number in
            Seen(
                run: "\(number)", name: number.isMultiple(of: 2) ? "PC-\(number)" : nil,
                firmware: isOne ? "V1" : "V\(number)")
        }
        #expect(groups(runs).count == 4_000)
    }

    // MARK: Whole fleets

    /// Machines as they really are, and the runs that they left; the first letter of a run is its machine's.
    private static func fleet(_ seed: UInt64) -> [(machine: Int, seen: Seen)] {
        var random = SplitMix64(seed: seed)
        var runs: [(Int, Seen)] = []
        let dock = "00:e0:4c:68:00:01"
        for machine in 0..<12 {
            let kind = Int.random(in: 0..<6, using: &random)
            // Clones of a virtual machine share their numbers, partitions and disk's number; boards in tills have none.
            let isClone = kind == 0, hasNumbers = kind != 1
            var seen = Seen(run: "")
            seen.firmware = hasNumbers ? (isClone ? "VMware-1" : "SN-\(machine)") : nil
            seen.disks = isClone ? ["QM00001"] : Bool.random(using: &random) ? ["disk-\(machine)"] : []
            seen.partitions = [isClone ? "p-clone" : "p-\(machine)"]
            seen.bitLocker = Bool.random(using: &random) ? ["volume-\(machine)"] : []
            // A laptop with numbers is at a dock.
            let isAtDock = hasNumbers && Bool.random(using: &random)
            seen.addresses = [isAtDock ? dock : "52:54:00:00:00:\(machine + 10)"]
            for visit in 0..<Int.random(in: 1...3, using: &random) {
                var run = seen
                run.run = "\(machine)-\(visit)"
                run.hour = Double(visit) + Double.random(in: 0..<1, using: &random)
                let isLocked = !run.bitLocker.isEmpty && Int.random(in: 0..<3, using: &random) == 0
                // A controller hides the disk. Of clones nothing is left then that could tell them apart.
                let isHidden = !isClone && Int.random(in: 0..<4, using: &random) == 0
                if isHidden { (run.disks, run.partitions, run.bitLocker) = ([], [], []) }
                run.name = isLocked || isHidden ? nil : "PC-\(machine)"
                runs.append((machine, run))
            }
        }
        return runs
    }

    @Test(
        "of a thousand fleets no two machines become one, a machine with its own numbers is one, and order is nothing")
    func fleets() {
        for seed in 1...1_000 as ClosedRange<UInt64> {
            let fleet = Self.fleet(seed)
            let machines = Dictionary(uniqueKeysWithValues: fleet.map { ($0.seen.run, $0.machine) })
            let groups = groups(fleet.map(\.seen))
            // As long as one of the clones alone has shown its name, nothing tells that there are others.
            let clones = fleet.filter { $0.seen.firmware == "VMware-1" }
            let areClonesKnown = Set(clones.compactMap(\.seen.name)).count > 1
            for group in groups where areClonesKnown || group.runs[0].firmware != "serial:vmware-1" {
                let owners = Set(group.runs.compactMap { machines[$0.run] })
                #expect(owners.count == 1, "seed \(seed): \(group.runs.map(\.run))")
            }
            for machine in Set(machines.values) {
                let own = fleet.filter { $0.machine == machine }
                guard own[0].seen.firmware == "SN-\(machine)" else { continue }
                let its = groups.count { group in group.runs.contains { machines[$0.run] == machine } }
                #expect(its == 1, "seed \(seed): machine \(machine) became \(its)")
            }
            var random = SplitMix64(seed: seed)
            let shuffled = self.groups(fleet.map(\.seen).shuffled(using: &random))
            let lists = [groups, shuffled].map { $0.map { $0.runs.map(\.run) + $0.doubts.map(\.detail) } }
            #expect(lists[0] == lists[1], "seed \(seed)")
        }
    }
}
