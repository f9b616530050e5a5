internal import FleetSimulation
internal import FleetStore
import Foundation
internal import RecoveryLog
internal import TestSupport
internal import Timestamps
import Vocabulary

@testable internal import FleetReport

/// A collection as a recovery leaves it, made from a seed, and what a report on it must say. The engine ran at every
/// machine, its records lay on sticks, and the sticks were collected: nothing in it was put there by hand.
struct SampleFleet {
    /// What a report must say.
    struct Expectation {
        var outcomes: [MachineState: Int] = [:]
        var runs = 0
        var repairedAgain = 0
        var usedKeys = 0
        var missingKeys = 0
        var wrongClocks = 0
        var timedDone = 0
        var noDisk = 0
        var removedFiles = 0
        var verifiedFiles = 0
        var inventoryRows = 0
        var neverSeen = 0
        var unlisted = 0
    }

    let path: String
    private(set) var expected = Expectation()
    /// An inventory as Excel in a country with decimal commas writes it.
    private(set) var inventory = "Gerätename;Seriennummer;Standort\r\n"

    private static let sites = [
        "Hamburg 1", "Hamburg 2", "Köln", "Airport T2", "Clinic South", "Warehouse", "Call centre",
    ]
    private static let models = [
        ("Dell Inc.", "Latitude 7440"), ("Dell Inc.", "OptiPlex 7010"), ("LENOVO", "ThinkPad T14 Gen 4"),
        ("HP", "EliteBook 840 G10"), ("Microsoft Corporation", "Surface Pro 9"), ("VMware, Inc.", "VMware7,1"),
    ]
    private static let sticks = 40

    /// Makes the collection in a new file.
    init(machines: Int, in folder: URL, seed: UInt64 = 291) throws {
        path = folder.appendingPathComponent("fleet.sqlite").path
        var numbers = LinearNumbers(state: seed)
        var sticks = (0..<Self.sticks).map { SimulatedFleet.Stick(name: "stick-\($0)") }
        var runs = 0
        for number in 0..<machines { visit(number, &numbers, &sticks, &runs) }
        for number in 0..<max(machines / 50, 1) {
            inventory += "LOST-\(number);LS\(100_000 + number);\(Self.sites[number % Self.sites.count])\r\n"
            expected.neverSeen += 1
            expected.inventoryRows += 1
        }
        let collector = FleetCollector(
            into: try FleetDatabase.collecting(into: path), now: try Self.time("2024-07-22T08:00:00Z"))
        for stick in sticks {
            let root = folder.appendingPathComponent(stick.name)
            try stick.write(to: root)
            _ = try collector.collect(try LogSource.open(root.path))
        }
    }

    private static func time(_ text: String) throws -> UTCTime {
        guard let time = UTCTime(text) else { throw CocoaError(.formatting) }
        return time
    }

    private mutating func visit(
        _ number: Int, _ numbers: inout LinearNumbers, _ sticks: inout [SimulatedFleet.Stick], _ runs: inout Int
    ) {
        let model = Self.models[numbers.below(Self.models.count)]
        let site = number % Self.sites.count
        let name = ["LT", "PC", "WS"][numbers.below(3)] + "-\(10_000 + number)"
        let hasName = numbers.below(20) != 0
        let start = UTCTime(seconds: 1_721_379_600 + Int64(numbers.bell(hours: 52) * 60))
        let visits = Visit.random(&numbers)
        let machine = SimulatedMachine(
            number: number, name: hasName ? name : nil,
            identity: MachineIdentity(
                manufacturer: model.0, product: model.1, serial: "SN\(500_000 + number)",
                uuid: "4c4c4544-0000-4000-8000-\(100_000_000_000 + number)", macs: [], firmware: .uefi, secureBoot: .on),
            hasBitLocker: visits.contains { $0.ending == .locked },
            protectors: (0..<2).map { Self.keyID(number, $0) },
            partition: "0d5f4c3e-0000-4000-8000-\(100_000_000_000 + number)")
        let clockIsWrong = numbers.below(200) == 0
        var isDone = false
        for (visit, (ending, isCut)) in visits.enumerated() {
            runs += 1
            let run = SimulatedRun(
                machine: machine, ending: ending, isCut: isCut,
                started: UTCTime(
                    seconds: clockIsWrong ? 1_041_379_200 + Int64(visit * 60) : start.seconds + Int64(visit) * 7_000),
                run: "run\(runs)", label: Self.sites[site], seconds: 18 + numbers.below(40))
            sticks[runs % Self.sticks].files.append(SimulatedFile(run))
            let becomesDone = !isCut && (ending == .repaired || ending == .nothingToDo)
            if becomesDone, !isDone, !clockIsWrong { expected.timedDone += 1 }
            isDone = isDone || becomesDone
            expected.removedFiles += run.removed
            expected.verifiedFiles += run.verified
            expected.usedKeys += run.usedKeys
        }
        let last = visits.last { !$0.isCut }
        expected.outcomes[MachineState(outcome: last?.ending.outcome.rawValue), default: 0] += 1
        expected.runs += visits.count
        if visits.count(where: { $0.ending == .repaired && !$0.isCut }) > 1 { expected.repairedAgain += 1 }
        if last?.ending == .locked { expected.missingKeys += 2 }
        if last?.ending == .noDisk { expected.noDisk += 1 }
        if clockIsWrong { expected.wrongClocks += visits.count }
        if number % 97 == 5 {
            expected.unlisted += 1
        } else {
            inventory += "\(name.lowercased());SN\(500_000 + number);\(Self.sites[site])\r\n"
            expected.inventoryRows += 1
        }
    }

    private static func keyID(_ machine: Int, _ key: Int) -> String {
        "\(String(machine * 7919 + key + 0x1000_0000, radix: 16))-4b1a-4d2e-9f00-3c5d7e9f1a2b"
    }
}

/// The visits at a machine, the first one first.
private enum Visit {
    typealias List = [(ending: SimulatedEnding, isCut: Bool)]

    static func random(_ numbers: inout LinearNumbers) -> List {
        if numbers.below(1000) < 35 {
            return [(.nothingToDo, true)] + (numbers.below(2) == 0 ? [(.nothingToDo, false)] : [])
        }
        let first: SimulatedEnding =
            switch numbers.below(965) {
            case ..<640: .repaired
            case ..<760: .nothingToDo
            case ..<880: .locked
            case ..<890: .hibernated
            case ..<895: .dirty
            case ..<900: .link
            case ..<910: .lookOnly
            case ..<920: .unreadableFolder
            case ..<925: .stuckFile
            case ..<930: .returnedFile
            case ..<940: .unreadableDisk
            case ..<955: .noDisk
            default: .noWindows
            }
        var list: List = [(first, false)]
        if first == .locked || first == .lookOnly, numbers.below(3) > 0 { list.append((.repaired, false)) }
        if first == .repaired, numbers.below(60) == 0 { list.append((.repaired, false)) }
        return list
    }
}

/// Numbers from a seed, the same everywhere (Knuth, MMIX).
struct LinearNumbers {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    /// Minutes, most often in the middle of the span, and seldom at night.
    mutating func bell(hours: Int) -> Int {
        while true {
            let minute = (below(hours * 60) + below(hours * 60)) / 2
            // The span begins at nine in the morning.
            let hour = (minute / 60 + 9) % 24
            if (7...20).contains(hour) || below(6) == 0 { return minute }
        }
    }
}
