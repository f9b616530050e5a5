internal import FleetStore
import Foundation
internal import GRDB
internal import Timestamps

/// A collection as a recovery leaves it, made from a seed, and what a report on it must say.
struct SampleFleet {
    /// What a report must say.
    struct Expectation {
        var outcomes: [String: Int] = [:]
        var runs = 0
        var repairedAgain = 0
        var usedKeys = 0
        var missingKeys = 0
        var wrongClocks = 0
        var timedDone = 0
        var noDisk = 0
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

    /// Makes the collection in a new file.
    init(machines: Int, in folder: URL, seed: UInt64 = 291) throws {
        path = folder.appendingPathComponent("fleet.sqlite").path
        let database = try FleetDatabase.collecting(into: path)
        var numbers = LinearNumbers(state: seed)
        var filling = Filling()
        try database.queue.write { database in
            for source in 1...40 {
                try database.execute(
                    sql: "INSERT INTO source VALUES (?, ?, 'folder', '2024-07-22T08:00:00.000Z')",
                    arguments: [source, "stick-\(source)"])
            }
            for machine in 0..<machines { try filling.add(machine, &numbers, database) }
        }
        expected = filling.expected
        inventory += filling.inventory
        for number in 0..<max(machines / 50, 1) {
            inventory += "LOST-\(number);LS\(100_000 + number);\(Self.sites[number % Self.sites.count])\r\n"
            expected.neverSeen += 1
            expected.inventoryRows += 1
        }
    }

    /// The machines one by one.
    private struct Filling {
        var expected = Expectation()
        var inventory = ""
        private var run = 0

        mutating func add(_ machine: Int, _ numbers: inout LinearNumbers, _ database: Database) throws {
            let model = SampleFleet.models[numbers.below(SampleFleet.models.count)]
            let site = machine % SampleFleet.sites.count
            let name = ["LT", "PC", "WS"][numbers.below(3)] + "-\(10_000 + machine)"
            let hasName = numbers.below(20) != 0
            try database.execute(
                sql: "INSERT INTO machine VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                arguments: [
                    machine + 1, "m\(machine)", "SN\(500_000 + machine)",
                    "4c4c4544-0000-0000-0000-\(100_000_000_000 + machine)",
                    model.0, model.1, hasName ? name : nil,
                ])
            let start = UTCTime(seconds: 1_721_379_600 + Int64(numbers.bell(hours: 52) * 60))
            let first = Kind.random(&numbers)
            var kinds = [first]
            if first == .locked || first == .look, numbers.below(3) > 0 { kinds.append(.repairedWithKey) }
            if first == .repaired, numbers.below(60) == 0 { kinds.append(.repaired) }
            if first == .cut, numbers.below(2) == 0 { kinds.append(.nothing) }
            let clockIsWrong = numbers.below(200) == 0
            var isDone = false
            for (number, kind) in kinds.enumerated() {
                run += 1
                let time = UTCTime(seconds: start.seconds + Int64(number) * 7_000)
                try add(kind, machine, run, time, clockIsWrong, site, &numbers, database)
                if kind.isDone, !isDone, !clockIsWrong { expected.timedDone += 1 }
                isDone = isDone || kind.isDone
            }
            let last = kinds.last { $0 != .cut } ?? .cut
            let newest = run - kinds.count + 1 + (kinds.lastIndex(of: last) ?? 0)
            try database.execute(
                sql: "UPDATE machine SET newest_run_id = ? WHERE id = ?", arguments: [newest, machine + 1])
            expected.outcomes[last.outcome ?? "unfinished", default: 0] += 1
            expected.runs += kinds.count
            if kinds.count(where: { $0 == .repaired || $0 == .repairedWithKey }) > 1 { expected.repairedAgain += 1 }
            if kinds.contains(.repairedWithKey) { expected.usedKeys += 1 }
            if last == .locked { expected.missingKeys += 2 }
            if last == .noDisk { expected.noDisk += 1 }
            if clockIsWrong { expected.wrongClocks += kinds.count }
            if machine % 97 == 5 {
                expected.unlisted += 1
            } else {
                inventory += "\(name.lowercased());SN\(500_000 + machine);\(SampleFleet.sites[site])\r\n"
                expected.inventoryRows += 1
            }
        }

        private func add(
            _ kind: Kind, _ machine: Int, _ run: Int, _ time: UTCTime, _ clockIsWrong: Bool, _ site: Int,
            _ numbers: inout LinearNumbers, _ database: Database
        ) throws {
            try database.execute(
                sql: """
                    INSERT INTO run(id, run, machine_id, file_name, file_hash, file_size, started, clock_is_wrong, ordered_at, \
                    ended, outcome, code, reason, next, seconds, computer, mode, label, image, version, firmware, \
                    secure_boot, chain, problem_count, source_id, stick_order, line_marks) \
                    VALUES (?, ?, ?, ?, ?, 999, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, 'image', '1.0', 'uefi', \
                    'on', ?, 0, ?, ?, x'')
                    """,
                arguments: [
                    run, "run\(run)", machine + 1, "\(time.compact)-SN\(500_000 + machine)-\(run).jsonl", "hash",
                    clockIsWrong ? "2003-01-01T00:00:0\(run % 10).000Z" : time.description, clockIsWrong,
                    time.description, kind != .cut, kind.outcome, kind.code, kind.reason, kind.next,
                    kind == .cut ? nil : 18 + numbers.below(40), kind == .look ? "look" : "repair",
                    SampleFleet.sites[site], kind == .cut ? "cut" : "whole", run % 40 + 1, run,
                ])
            try database.execute(
                sql: "INSERT INTO disk VALUES (?, 0, '/dev/sda', 'USB Stick', NULL, 'usb', 16000000000)",
                arguments: [run])
            if kind != .noDisk {
                try database.execute(
                    sql: "INSERT INTO disk VALUES (?, 1, '/dev/nvme0n1', 'Samsung PM9A1', 'S', 'nvme', 512000000000)",
                    arguments: [run])
            }
            switch kind {
            case .repaired, .repairedWithKey:
                try database.execute(
                    sql:
                        "INSERT INTO removed_file VALUES (?, 0, '/dev/nvme0n1p3', 'Windows/…/C-00000291-1.sys', 'h', 41)",
                    arguments: [run])
                guard kind == .repairedWithKey else { break }
                try database.execute(
                    sql: "INSERT INTO key_used VALUES (?, 0, '/dev/nvme0n1p3', 'recovery-password', ?, 'keys/ad.csv')",
                    arguments: [run, Kind.keyID(machine, 0)])
            case .locked:
                for key in 0..<2 {
                    try database.execute(
                        sql: "INSERT INTO key_missing VALUES (?, ?, '/dev/nvme0n1p3', 'recovery-password', ?)",
                        arguments: [run, key, Kind.keyID(machine, key)])
                }
            case .array:
                try database.execute(
                    sql: """
                        INSERT INTO note VALUES (?, 0, 'raid-member', 'is a part of an array (isw_raid_member); only the \
                        array is looked at', '/dev/sdb')
                        """, arguments: [run])
            default: break
            }
        }
    }
}

/// How a run ended.
enum Kind: Equatable {
    case repaired, repairedWithKey, nothing, locked, hibernated, look, damaged, array, noDisk, noWindows, cut

    static func random(_ numbers: inout LinearNumbers) -> Kind {
        switch numbers.below(1000) {
        case ..<640: .repaired
        case ..<760: .nothing
        case ..<880: .locked
        case ..<895: .hibernated
        case ..<905: .look
        case ..<925: .damaged
        case ..<935: .array
        case ..<950: .noDisk
        case ..<960: .noWindows
        default: .cut
        }
    }

    static func keyID(_ machine: Int, _ key: Int) -> String {
        let digits = String(machine * 7919 + key + 0x1000_0000, radix: 16, uppercase: true)
        return "\(digits)-4B1A-4D2E-9F00-3C5D7E9F1A2B"
    }

    var isDone: Bool { [.repaired, .repairedWithKey, .nothing].contains(self) }

    var outcome: String? {
        switch self {
        case .repaired, .repairedWithKey: "repaired"
        case .nothing: "nothing-to-do"
        case .locked: "locked"
        case .hibernated, .look: "refused"
        case .damaged, .array: "failed"
        case .noDisk, .noWindows: "no-windows"
        case .cut: nil
        }
    }

    var code: String? {
        switch self {
        case .repaired, .repairedWithKey: "removed"
        case .nothing: "no-match"
        case .locked: "no-matching-key"
        case .hibernated: "hibernated"
        case .look: "look-only"
        case .damaged: "damaged-ntfs"
        case .array: "unsupported"
        case .noDisk: "no-volume"
        case .noWindows: "no-windows"
        case .cut: nil
        }
    }

    var reason: String? {
        switch self {
        case .repaired, .repairedWithKey: "1 file removed and proven gone"
        case .nothing: "/dev/nvme0n1p3: no file that a remedy names is on this Windows"
        case .locked: "/dev/nvme0n1p3: encrypted with BitLocker; none of the keys at hand opens it"
        case .hibernated: "/dev/nvme0n1p3: Windows is hibernated (or was shut down with Fast Startup)"
        case .look: "/dev/nvme0n1p3: 1 file would be removed; nothing was changed because this run only looks"
        case .damaged: "/dev/nvme0n1p3: the master file table cannot be read"
        case .array: "/dev/sdb: is a part of an array that could not be put together"
        case .noDisk: "no NTFS or BitLocker volume was found on any disk"
        case .noWindows: "/dev/nvme0n1p1: no Windows installation on this volume"
        case .cut: nil
        }
    }

    var next: String? { isDone ? "Take the stick out and start Windows." : "Its line says why and what to do." }
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
