internal import Diagnostics
internal import Glibc
internal import LinuxSystem
internal import MachineVolumes
internal import RecoveryKeys
internal import RecoveryLog
internal import RepairEngine
internal import Vocabulary
internal import WindowsVolumes

/// Opens BitLocker volumes: without a key where none is needed, with the keys at hand, with keys that opened other volumes,
/// and by asking.
final class BitLockerUnlocker: VolumeUnlocker {
    private let log: RunLog
    private let store: KeyStore
    /// Asks a person; nil when nobody may be asked.
    var questions: KeyQuestions?
    private let serialNumber: String?
    private let access: VolumeAccess
    /// Keys that were computed side by side, by the volume's device.
    private var prepared: [String: (key: VolumeKey, event: UnlockedEvent)] = [:]
    /// Secrets that do not open a volume, by its device: each is stretched once.
    private var failed: [String: Set<KeySecret>] = [:]
    /// Keys without an id that are tried on a volume; each costs a key stretch.
    private static let triesWithoutID = 50

    /// - Parameter serialNumber: The machine's: keys without an identifier may be filed under it.
    init(log: RunLog, store: KeyStore, serialNumber: String?, access: VolumeAccess) {
        self.log = log
        self.store = store
        self.serialNumber = serialNumber
        self.access = access
    }

    /// Computes the keys of all volumes that need no person, side by side: the key stretch takes a processor a while.
    func prepare(_ volumes: [LockedVolume]) {
        struct Job: Sendable {
            let device: String
            let locked: LockedBitLocker
            let attempt: Attempt
        }
        let jobs = volumes.compactMap { volume -> Job? in
            let device = volume.reference.device
            guard let attempt = certainAttempts(volume.state).first, let locked = try? LockedBitLocker(path: device)
            else { return nil }
            return Job(device: device, locked: locked, attempt: attempt)
        }
        let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let keys = concurrently(jobs, limit: processors) { job in
            Result<VolumeKey, VolumeError> { () throws(VolumeError) in try job.attempt.key(of: job.locked) }
        }
        for (job, key) in zip(jobs, keys) {
            switch key {
            case .success(let key): prepared[job.device] = (key, job.attempt.event(on: job.device))
            case .failure(let error):
                // Other failures come up again, and are reported, when it is the volume's turn.
                if error.code == .wrongKey, let secret = job.attempt.entry?.secret {
                    failed[job.device, default: []].insert(secret)
                }
            }
        }
    }

    /// Whether a volume's key has been computed.
    func isPrepared(_ volume: LockedVolume) -> Bool { prepared[volume.reference.device] != nil }

    func unlock(_ volume: LockedVolume) -> UnlockResult {
        let state = volume.state
        do throws(VolumeError) {
            let device = volume.reference.device
            if let (key, event) = prepared.removeValue(forKey: device) {
                return .opened(try UnlockedBitLocker.open(volume, with: key, event: event, access: access))
            }
            let kinds = Set(state.protectors.map(\.kind))
            guard !kinds.isEmpty else {
                return .locked(code: .unsupportedBitLocker, reason: Self.noProtector)
            }
            guard kinds.contains(where: { $0 == .clearKey || $0.takesKey }) else {
                return .locked(code: .noUsableProtector, reason: Self.noUsableProtector(kinds))
            }
            let locked = try LockedBitLocker(path: device)
            if let opened = try tryAll(certainAttempts(state) + likelyAttempts(volume), on: volume, locked) {
                return .opened(opened)
            }
            return try ask(about: volume, locked)
        } catch {
            return .locked(code: error.reason, reason: error.message)
        }
    }

    // MARK: Attempts

    /// The attempts that a key protector's id or a clear key calls for.
    private func certainAttempts(_ state: BitLockerState) -> [Attempt] {
        var attempts = state.protectors.filter { $0.kind == .clearKey }.map { Attempt(protector: $0, entry: nil) }
        for protector in state.protectors {
            guard let id = ProtectorID(protector.id) else { continue }
            attempts += store.ring.entries(for: id).map { Attempt(protector: protector, entry: $0) }
        }
        return attempts
    }

    /// Keys without an id: those of this computer first. Only for protectors that they can be for.
    private func likelyAttempts(_ volume: LockedVolume) -> [Attempt] {
        let entries =
            store.ring.entries(ofComputer: volume.computerName, serialNumber: serialNumber)
            + store.ring.anonymous.prefix(Self.triesWithoutID)
        return entries.compactMap { entry in
            let kind = entry.secret.protectorKind
            let fitting = volume.state.protectors.filter { $0.kind == kind }
            guard let first = fitting.first else { return nil }
            // With several protectors of the kind it is not known which one the key is for.
            return Attempt(
                protector: fitting.count == 1 ? first : BitLockerProtector(id: "", kind: kind), entry: entry)
        }
    }

    private func tryAll(
        _ attempts: [Attempt], on volume: LockedVolume, _ locked: LockedBitLocker
    ) throws(VolumeError) -> UnlockedBitLocker? {
        let device = volume.reference.device
        for (number, attempt) in attempts.enumerated() {
            if let secret = attempt.entry?.secret, failed[device]?.contains(secret) == true { continue }
            if attempts.count > 3 { log.progress("Trying key \(number + 1) of \(attempts.count) on \(device) ...") }
            do {
                let key = try attempt.key(of: locked)
                return try UnlockedBitLocker.open(
                    volume, with: key, event: attempt.event(on: device), access: access)
            } catch  where error.code == .wrongKey {
                if let secret = attempt.entry?.secret { failed[device, default: []].insert(secret) }
            }
        }
        return nil
    }

    // MARK: Asking

    private func ask(
        about volume: LockedVolume, _ locked: LockedBitLocker
    ) throws(VolumeError) -> UnlockResult {
        let (device, state) = (volume.reference.device, volume.state)
        guard let questions else {
            return .locked(code: .noMatchingKey, reason: Self.noMatchingKey(state))
        }
        var remark = ""
        if !store.sealed.isEmpty, !questions.hasGivenUpOnSealedFiles {
            questions.unseal(store)
            let attempts = certainAttempts(state) + likelyAttempts(volume)
            if let opened = try tryAll(attempts, on: volume, locked) { return .opened(opened) }
        }
        let kinds = Set(state.protectors.map(\.kind))
        guard kinds.contains(.recoveryPassword) || kinds.contains(.password) else {
            return .locked(code: .noMatchingKey, reason: Self.noMatchingKey(state))
        }
        while let secret = questions.key(for: volume, remark: remark) {
            // A key that opens one volume is tried on the others: from here on it is one of those at hand.
            let entry = KeyEntry(secret, origin: KeyOrigin(file: "typed"))
            store.add(entry)
            let fitting = state.protectors.filter { $0.kind == secret.protectorKind }
            let protector =
                fitting.count == 1 ? fitting[0] : BitLockerProtector(id: "", kind: secret.protectorKind)
            failed[device]?.remove(secret)
            log.progress("Trying the key on \(device) ...")
            if let opened = try tryAll([Attempt(protector: protector, entry: entry)], on: volume, locked) {
                return .opened(opened)
            }
            remark = "A valid key, but not this volume's. Compare the key ID."
        }
        return .locked(code: .keySkipped, reason: "skipped; " + Self.noMatchingKey(state))
    }

    private static let noProtector =
        "BitLocker is being set up or removed; let Windows finish"

    private static func noUsableProtector(_ kinds: Set<ProtectorKind>) -> String {
        "BitLocker that only its own TPM, PIN or smart card opens "
            + "(\(kinds.map(\.rawValue).sorted().joined(separator: ", "))); use Windows' own recovery at this machine"
    }

    private static func noMatchingKey(_ state: BitLockerState) -> String {
        let wanted = state.protectors.filter { $0.kind.isFiledByIdentifier }.map(\.id)
        let needed = wanted.isEmpty ? "its password" : "the key with ID \(wanted.joined(separator: " or "))"
        return "BitLocker; no key at hand opens it. Needs \(needed)"
    }
}
