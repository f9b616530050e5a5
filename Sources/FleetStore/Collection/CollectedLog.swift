internal import Diagnostics
internal import Digests
internal import RecoveryLog
internal import RecoveryLogReader
internal import Timestamps
internal import Vocabulary

/// A log, ready for the tables; made beside others on several threads.
struct CollectedLog: Sendable {
    struct Volume: Sendable {
        let device: String
        var partitionGUID: String?
        /// Whether it is on a removable medium, whose Windows may be another machine's.
        var isRemovable = false
        var kind: VolumeKind?
        var outcome: VolumeOutcomeEvent?
        var computer: String?
        var windows: String?
        var bitLockerID: String?
        /// The computer's name when BitLocker encrypted the volume.
        var formerComputer: String?
        var protectors: [BitLockerProtector] = []
        /// Files that were removed.
        var removedCount = 0
        /// Files that a second look found gone, as the log counts them, and how many of them it names.
        var saidGone = 0
        var namedGone = 0

        /// The removed files that a second look found gone: no more than were removed, whatever the log says.
        var verifiedCount: Int { min(saidGone, removedCount) }
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
    /// The files that a second look found gone, as far as the log names them.
    private(set) var verifiedFiles: Set<RemovedFile> = []
    private(set) var usedKeys: [UnlockedEvent] = []
    private(set) var notes: [NoteEvent] = []
    /// What is known of files that remedies name.
    private(set) var facts: [RemovedFile: FileFacts] = [:]
    /// What the log says of its machine, in order.
    private(set) var machineFacts: [MachineFact] = []
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
        machineFacts = RunFacts(of: self).all.sorted()
    }

    /// The name of the machine's first Windows that has one; of a locked one, the name that BitLocker wrote down. It is for
    /// people and inventories, and joins no runs: Windows may have been renamed since.
    var computer: String? {
        let own = volumes.filter { !$0.isRemovable }
        return own.lazy.compactMap(\.computer).first
            ?? own.lazy.compactMap(\.formerComputer).first { !ComputerName.isOfSetup($0) }
    }

    private mutating func take(_ event: LogEvent) {
        switch event {
        case .disk(let disk): disks.append(disk)
        case .volume(let event):
            changeVolume(event.volume.device) { volume in
                volume.partitionGUID = event.volume.partitionGUID
                volume.isRemovable = event.volume.removable == true
                volume.kind = event.kind
                // Once it is open, what is in it is told of the same device.
                guard let state = event.bitlocker else { return }
                volume.bitLockerID = state.volumeID
                volume.formerComputer = state.computerName
                volume.protectors = state.protectors
            }
        case .windows(let windows):
            changeVolume(windows.device) { volume in
                volume.computer = windows.name
                volume.windows = [windows.productName, windows.build].compactMap { $0 }.joined(separator: " ")
            }
        case .volumeOutcome(let outcome): changeVolume(outcome.device) { $0.outcome = outcome }
        case .match(let match):
            facts[RemovedFile(device: match.device, path: match.path)] = FileFacts(
                sha256: match.sha256, size: match.size)
        case .copied(let copied):
            facts[RemovedFile(device: copied.device, path: copied.path), default: FileFacts()].sha256 = copied.sha256
        case .removed(let removed):
            removedFiles.append(RemovedFile(device: removed.device, path: removed.path))
            changeVolume(removed.device) { $0.removedCount += 1 }
        case .unlocked(let unlocked): if unlocked.usedKey { usedKeys.append(unlocked) }
        case .note(let note): notes.append(note)
        case .verified(let verified):
            changeVolume(verified.device) { volume in
                volume.saidGone = volume.saidGone.addingClamped(verified.count)
                volume.namedGone += verified.paths.count
            }
            for path in verified.paths { verifiedFiles.insert(RemovedFile(device: verified.device, path: path)) }
        case .start, .mounted, .end, .signature: break
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

    /// Whether a second look found a removed file gone; nil where that cannot be known: the log names at most a hundred
    /// files of a volume, and counts the others.
    func isVerified(_ file: RemovedFile) -> Bool? {
        if verifiedFiles.contains(file) { return true }
        guard let place = volumePlaces[file.device] else { return false }
        let volume = volumes[place]
        if volume.verifiedCount == volume.removedCount { return true }
        return volume.saidGone > volume.namedGone ? nil : false
    }

    private static func complaint(_ record: RecoveryRecord) -> String {
        let first = record.problems.first.map { "line \($0.line): \($0.what)" } ?? "no start"
        return record.records.isEmpty
            ? "not the log of a run: \(first)"
            : "the start cannot be read, so the machine is not known, though \(record.records.count) lines can: \(first)"
    }
}

extension Int {
    /// The sum with a number that is not negative; the largest number where it is larger.
    fileprivate func addingClamped(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(Swift.max(0, other))
        return overflows ? .max : sum
    }
}
