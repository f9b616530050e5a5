internal import RecoveryLog
internal import RecoveryLogReader
internal import Timestamps
internal import Vocabulary

/// A recovery key that opened a volume: it lay on a stick or was read aloud, and is to be replaced.
struct UsedKey: Codable, Equatable, Sendable {
    /// The start of the run, UTC.
    let time: String?
    /// The computer's name, or the machine's serial number or UUID.
    let machine: String
    let device: String
    /// The kind of key protector, such as `recovery-password`.
    let kind: String
    /// The key protector's identifier; nil where the log could not tell which of several it was.
    let protectorID: String?

    /// The keys that a run has used. A clear key is not one.
    static func keys(of record: RecoveryRecord) -> [UsedKey] {
        let start = record.start
        let names = record.windows.compactMap(\.name)
        let machine = names.first ?? start?.machine.serial ?? start?.machine.uuid ?? "unknown"
        return record.records.compactMap { line in
            guard case .unlocked(let unlocked) = line.event, unlocked.usedKey else { return nil }
            return UsedKey(
                time: record.records.first?.time.description, machine: machine, device: unlocked.device,
                kind: unlocked.protectorKind.rawValue, protectorID: unlocked.protectorID)
        }
    }

    /// The columns of a table.
    static let header = ["TIME", "MACHINE", "DEVICE", "KIND", "KEY ID"]

    /// The key as a row of a table.
    var row: [String] {
        [
            time.map { String($0.prefix(19)) + "Z" } ?? "-", displaySafe(machine, limit: 40),
            displaySafe(device, limit: 40), displaySafe(kind, limit: 40),
            protectorID.map { displaySafe($0, limit: 40) } ?? "one of several",
        ]
    }
}
