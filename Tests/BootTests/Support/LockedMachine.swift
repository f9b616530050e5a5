import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab

extension Bench {
    /// The disk of a broken machine, with its `C:` (partition 3) encrypted.
    func locked(_ model: BrokenDisk, _ options: [String] = ["--tpm", "--rp", "auto"]) throws -> LockedDisk {
        try LockedDisk(try disk(model), encrypting: [3: options])
    }

    /// A broken machine with an encrypted system disk and an encrypted data disk.
    func lockedMachine() throws -> (system: LockedDisk, data: LockedDisk) {
        (try locked(.fixture("base-gpt")), try locked(.fixture("no-windows"), ["--rp", "auto"]))
    }
}

extension RecoveryRecord {
    /// The volumes that were unlocked.
    var unlocked: [UnlockedEvent] {
        records.compactMap { if case .unlocked(let event) = $0.event { event } else { nil } }
    }

    /// The computers' names by BitLocker's descriptions.
    var formerNames: [String] {
        records.compactMap { if case .volume(let event) = $0.event { event.bitlocker?.computerName } else { nil } }
    }

    /// The outcomes of the volumes.
    var outcomes: [VolumeOutcomeEvent] {
        records.compactMap { if case .volumeOutcome(let event) = $0.event { event } else { nil } }
    }
}
