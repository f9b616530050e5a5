internal import RecoveryLog
public import Timestamps
public import Vocabulary

/// A log in a few values, as lists of machines show it.
public struct RecoverySummary: Sendable, Equatable, Codable {
    /// The path of the log.
    public let path: String
    /// When the run began; nil if its start cannot be read.
    public let time: UTCTime?
    /// The names of the computers whose Windows were found, each once.
    public let computers: [String]
    /// The machine's serial number.
    public let serial: String?
    /// The machine's UUID.
    public let uuid: String?
    /// The machine's outcome; nil if the log has no end.
    public let outcome: Outcome?
    /// Why, as the end says.
    public let reason: String?
    /// The number of volumes that have an outcome.
    public let volumes: Int
    /// The number of files that were removed.
    public let removed: Int
    /// Whether the log has an end.
    public let isComplete: Bool
    /// What cannot be read, as `line 7: …`.
    public let problems: [String]

    /// The summary of a log.
    public init(_ record: RecoveryRecord) {
        path = record.path
        time = record.records.first?.time
        let removable = Set(record.volumes.map(\.volume).filter { $0.removable == true }.map(\.device))
        let own = record.windows.filter { !removable.contains($0.device) }
        computers = own.compactMap(\.name).reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        serial = record.start?.machine.serial
        uuid = record.start?.machine.uuid
        outcome = record.end?.outcome
        reason = record.end?.reason
        volumes = record.volumeOutcomes.count
        // What an outcome counts was seen to be gone; of a volume without one, the log has no more than the removals.
        let ended = Set(record.volumeOutcomes.map(\.device))
        removed =
            record.volumeOutcomes.reduce(0) { $0 + $1.removed.count }
            + record.removals.count { !ended.contains($0.device) }
        isComplete = record.isComplete
        problems = record.problems.map { "line \($0.line): \($0.what)" }
    }
}
