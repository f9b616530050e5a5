internal import Diagnostics
internal import RecoveryLog
internal import RecoveryLogReader
internal import Vocabulary

/// What the appliance's record says and proves.
struct Evidence {
    let outcome: Outcome
    let reason: String
    let text: String
    /// The log's path in the folder of records.
    let log: String

    /// Reads the record.
    ///
    /// - Parameters:
    ///   - disks: How many disks the machine has, without the one for the record.
    /// - Throws: `notProven` where the record is not whole.
    init(_ items: [LogDisk.Item], machine: String, disks: Int, looksOnly: Bool) throws(OfflineRepairError) {
        func unproven(_ what: String) -> OfflineRepairError {
            OfflineRepairError(
                .notProven, "\(machine): \(what); nothing was written. Run it again, or look at the disk by hand")
        }
        let logs = items.filter { $0.names.first == StickName.Folder.logs.rawValue && $0.path.hasSuffix(".jsonl") }
        guard let item = logs.first, logs.count == 1 else {
            throw unproven(
                logs.isEmpty
                    ? "the appliance left no record (an older image has none: build it again)"
                    : "the appliance left several records")
        }
        let record = RecoveryLogReader.parse(item.content, path: item.path)
        guard let start = record.start, let end = record.end, record.problems.isEmpty, record.chain == .whole else {
            throw unproven("the appliance's record is cut off or damaged")
        }
        guard start.machine.serial.map({ $0 == machine }) ?? true, start.mode == (looksOnly ? .look : .repair) else {
            throw unproven("the appliance's record is of another run")
        }
        let seen = record.records.count { if case .disk = $0.event { true } else { false } }
        guard seen >= disks + 1 else { throw unproven("the appliance saw \(seen - 1) of \(disks) disks") }
        if end.outcome == .repaired {
            guard record.removedCount > 0, record.volumeOutcomes.contains(where: { $0.outcome == .repaired }) else {
                throw unproven("the appliance's record says repaired and names nothing removed")
            }
        }
        outcome = end.outcome
        reason = end.code
        text = end.reason
        log = item.path
    }
}
