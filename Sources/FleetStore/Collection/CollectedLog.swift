internal import Digests
internal import RecoveryLog
internal import RecoveryLogReader
internal import Timestamps

/// A log, ready for the tables; made beside others on several threads.
struct CollectedLog: Sendable {
    struct Volume: Sendable {
        let device: String
        var partitionGUID: String?
        var kind: VolumeKind?
        var outcome: VolumeOutcomeEvent?
        var computer: String?
        var windows: String?
        var protectors: [BitLockerProtector] = []
    }

    struct RemovedFile: Hashable, Sendable {
        let device: String
        let path: String
    }

    struct FileFacts: Sendable {
        var sha256: SHA256Digest?
        var size: Int64?
    }

    let fileName: String
    let order: Int?
    let fileHash: SHA256Digest
    let fileSize: Int
    let marks: LineMarks
    let start: StartEvent
    let started: UTCTime
    let end: EndEvent?
    let chain: RecoveryRecord.Chain
    let problems: [RecoveryRecord.Problem]
    private(set) var disks: [DiskEvent] = []
    private(set) var volumes: [Volume] = []
    private(set) var removedFiles: [RemovedFile] = []
    private(set) var usedKeys: [UnlockedEvent] = []
    private(set) var notes: [NoteEvent] = []
    /// What is known of files that remedies name.
    private(set) var facts: [RemovedFile: FileFacts] = [:]
    private var volumePlaces: [String: Int] = [:]

    /// Reads a file of a source.
    ///
    /// - Throws: why it is no log that can be kept.
    init(_ file: LogFile) throws(FleetStoreError) {
        let (record, bytes) = try file.record()
        guard let start = record.start, let started = record.records.first?.time else {
            throw FleetStoreError(.noLog, Self.complaint(record))
        }
        fileName = file.name
        order = file.order
        fileHash = SHA256Hasher.hash(bytes)
        fileSize = bytes.count
        marks = LineMarks(of: bytes)
        self.start = start
        self.started = started
        end = record.end
        chain = record.chain
        problems = record.problems
        for line in record.records { take(line.event) }
    }

    /// What tells the machine apart from others.
    var identityKey: String { MachineKey.text(of: start, computer: computer) }

    /// The name of the first Windows that has one.
    var computer: String? { volumes.lazy.compactMap(\.computer).first }

    private mutating func take(_ event: LogEvent) {
        switch event {
        case .disk(let disk): disks.append(disk)
        case .volume(let event):
            changeVolume(event.volume.device) { volume in
                volume.partitionGUID = event.volume.partitionGUID
                volume.kind = event.kind
                volume.protectors = event.bitlocker?.protectors ?? []
            }
        case .windows(let windows):
            changeVolume(windows.device) { volume in
                volume.computer = windows.computerName
                volume.windows = [windows.productName, windows.build].compactMap { $0 }.joined(separator: " ")
            }
        case .volumeOutcome(let outcome): changeVolume(outcome.device) { $0.outcome = outcome }
        case .match(let match):
            facts[RemovedFile(device: match.device, path: match.path)] = FileFacts(
                sha256: match.sha256, size: match.size)
        case .copied(let copied):
            facts[RemovedFile(device: copied.device, path: copied.path), default: FileFacts()].sha256 = copied.sha256
        case .removed(let removed): removedFiles.append(RemovedFile(device: removed.device, path: removed.path))
        // A clear key is none: there was nothing to keep secret.
        case .unlocked(let unlocked): if unlocked.protectorKind != "clear-key" { usedKeys.append(unlocked) }
        case .note(let note): notes.append(note)
        case .start, .mounted, .verified, .end: break
        }
    }

    private mutating func changeVolume(_ device: String, _ change: (inout Volume) -> Void) {
        let place = volumePlaces[device] ?? volumes.count
        if place == volumes.count {
            volumes.append(Volume(device: device))
            volumePlaces[device] = place
        }
        change(&volumes[place])
    }

    private static func complaint(_ record: RecoveryRecord) -> String {
        let first = record.problems.first.map { "line \($0.line): \($0.what)" } ?? "there is no start"
        return record.records.isEmpty
            ? "no log of a run: \(first)"
            : "the start cannot be read, so the machine is not known, though \(record.records.count) lines can: \(first)"
    }
}
