import FleetStore
import Foundation
import GRDB
import RecoveryLog
import Testing
import Timestamps
import Vocabulary

/// Logs made by hand.
enum SampleLog {
    /// The log of a run.
    ///
    /// - Parameters:
    ///   - outcome: nil for a log without an end.
    ///   - computer: nil for a machine without a Windows.
    ///   - others: what else it says before its end.
    static func make(
        run: String, started: String, outcome: Outcome? = .repaired, serial: String? = "SN-1", uuid: String? = nil,
        macs: [String] = [], computer: String? = "PC-1", others: [LogEvent] = []
    ) throws -> [UInt8] {
        var chain = LogChain()
        var events: [LogEvent] = [
            .start(
                StartEvent(
                    run: run, image: "i", version: "v", mode: .repair, label: "site",
                    machine: MachineIdentity(serial: serial, uuid: uuid, macs: macs, firmware: .uefi, secureBoot: .on),
                    settings: []))
        ]
        if let computer {
            events.append(.windows(WindowsEvent(device: "/dev/sda3", folder: "Windows", computerName: computer)))
        }
        events += others
        if let outcome {
            events += [
                .volumeOutcome(
                    VolumeOutcomeEvent(
                        device: "/dev/sda3", outcome: outcome, code: .cannotMount, reason: "why", removed: [])),
                .end(EndEvent(outcome: outcome, code: .cannotMount, reason: "why", next: "n", seconds: 9)),
            ]
        }
        let start = try #require(UTCTime(started))
        return try events.enumerated().flatMap { number, event in
            try LogEncoder.line(
                event, time: UTCTime(milliseconds: start.milliseconds + Int64(number)), sequence: number, chain: &chain)
        }
    }
}

extension URL {
    /// Writes a file beneath this folder, with the folders that it needs.
    @discardableResult
    func write(_ bytes: [UInt8], to path: String) throws -> String {
        let file = appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }
}

extension FleetDatabase {
    /// The rows of a query, their values joined by bars.
    func rows(_ sql: String) throws -> [String] {
        try queue.read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "-" : String.fromDatabaseValue($0) ?? "\($0)" }.joined(
                    separator: "|")
            }
        }
    }

    /// Collects sources that were collected on 1 September 2024.
    @discardableResult
    func collect(_ sources: String...) throws -> [CollectionSummary] {
        let collector = FleetCollector(into: self, now: try #require(UTCTime("2024-09-01T00:00:00Z")))
        return try sources.map { try collector.collect(try LogSource.open($0)) }
    }
}
