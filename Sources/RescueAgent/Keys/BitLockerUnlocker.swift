internal import Diagnostics
internal import Glibc
internal import LinuxSystem
internal import RecoveryKeys
internal import RecoveryLog
internal import RepairEngine
internal import Vocabulary
internal import WindowsVolumes

/// Opens BitLocker volumes: without a key where none is needed, with the keys that were brought along, with keys that other
/// volumes were opened with, and by asking.
final class BitLockerUnlocker: VolumeUnlocker {
    private let log: RunLog
    private let store: KeyStore
    /// Asks a person; nil when nobody may be asked.
    var questions: KeyQuestions?
    private let serialNumber: String?
    /// Keys that were computed side by side, by the volume's device.
    private var prepared: [String: (key: VolumeKey, event: UnlockedEvent)] = [:]
    /// Secrets that do not open a volume, by its device: each is stretched once.
    private var failed: [String: Set<KeySecret>] = [:]
    /// Keys without an id that are tried on a volume; each costs a key stretch.
    private static let triesWithoutID = 50

    init(log: RunLog, store: KeyStore, serialNumber: String?) {
        self.log = log
        self.store = store
        self.serialNumber = serialNumber
    }

    /// Computes the keys of all volumes that need no person, side by side: the key stretch takes a processor a while.
    func prepare(_ volumes: [MachineVolume]) {
        struct Job: Sendable {
            let device: String
            let locked: LockedBitLocker
            let attempt: Attempt
        }
        let jobs = volumes.compactMap { volume -> Job? in
            guard case .bitLocker(let state) = try? volume.recognise(),
                let attempt = certainAttempts(state).first,
                let locked = try? LockedBitLocker(path: volume.device.path)
            else { return nil }
            return Job(device: volume.device.path, locked: locked, attempt: attempt)
        }
        let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let keys = concurrently(jobs, limit: processors) { job in
            Result<VolumeKey, VolumeError> { () throws(VolumeError) in try job.attempt.key(of: job.locked) }
        }
        for (job, key) in zip(jobs, keys) {
            switch key {
            case .success(let key): prepared[job.device] = (key, job.attempt.event(on: job.device))
            case .failure(let error):
                // Other failures are met again, and told, when the volume's turn comes.
                if error.code == .wrongKey, let secret = job.attempt.entry?.secret {
                    failed[job.device, default: []].insert(secret)
                }
            }
        }
    }

    /// Whether a volume's key has been computed.
    func isPrepared(_ volume: MachineVolume) -> Bool { prepared[volume.device.path] != nil }

    func unlock(_ volume: any RepairableVolume, _ state: BitLockerState) -> UnlockResult {
        guard let volume = volume as? MachineVolume else {
            return .locked(code: .noMatchingKey, reason: "only a volume of this machine can be unlocked")
        }
        do throws(VolumeError) {
            let device = volume.device.path
            if let (key, event) = prepared.removeValue(forKey: device) {
                return .opened(try OpenVolume(volume, key: key, event: event))
            }
            let kinds = Set(state.protectors.map(\.kind))
            guard !kinds.isEmpty else {
                return .locked(code: .unsupportedBitLocker, reason: Self.noProtector)
            }
            guard !kinds.isDisjoint(with: [.clearKey, .recoveryPassword, .password, .startupKey]) else {
                return .locked(code: .noUsableProtector, reason: Self.noUsableProtector(kinds))
            }
            let locked = try LockedBitLocker(path: device)
            if let opened = try tryAll(certainAttempts(state) + likelyAttempts(volume, state), on: volume, locked) {
                return .opened(opened)
            }
            return try ask(about: volume, state, locked)
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
    private func likelyAttempts(_ volume: MachineVolume, _ state: BitLockerState) -> [Attempt] {
        let name = (try? BitLockerVolume(DeviceBytes(path: volume.device.path), named: volume.device.path))?
            .computerName
        let entries =
            store.ring.entries(ofComputer: name, serialNumber: serialNumber)
            + store.ring.anonymous.prefix(Self.triesWithoutID)
        return entries.compactMap { entry in
            let kind = entry.secret.protectorKind
            let fitting = state.protectors.filter { $0.kind == kind }
            guard let first = fitting.first else { return nil }
            // With several protectors of the kind it is not known which one the key is for.
            return Attempt(
                protector: fitting.count == 1 ? first : BitLockerProtector(id: "", kind: kind), entry: entry)
        }
    }

    private func tryAll(
        _ attempts: [Attempt], on volume: MachineVolume, _ locked: LockedBitLocker
    ) throws(VolumeError) -> OpenVolume? {
        let device = volume.device.path
        for (number, attempt) in attempts.enumerated() {
            if let secret = attempt.entry?.secret, failed[device]?.contains(secret) == true { continue }
            if attempts.count > 3 { log.progress("Trying key \(number + 1) of \(attempts.count) on \(device) ...") }
            do {
                let key = try attempt.key(of: locked)
                return try OpenVolume(volume, key: key, event: attempt.event(on: device))
            } catch  where error.code == .wrongKey {
                if let secret = attempt.entry?.secret { failed[device, default: []].insert(secret) }
            }
        }
        return nil
    }

    // MARK: Asking

    private func ask(
        about volume: MachineVolume, _ state: BitLockerState, _ locked: LockedBitLocker
    ) throws(VolumeError) -> UnlockResult {
        let device = volume.device.path
        guard let questions else {
            return .locked(code: .noMatchingKey, reason: Self.noMatchingKey(state))
        }
        var remark = ""
        if !store.sealed.isEmpty, !questions.hasGivenUpOnSealedFiles {
            questions.unseal(store)
            let attempts = certainAttempts(state) + likelyAttempts(volume, state)
            if let opened = try tryAll(attempts, on: volume, locked) { return .opened(opened) }
        }
        let kinds = Set(state.protectors.map(\.kind))
        guard kinds.contains(.recoveryPassword) || kinds.contains(.password) else {
            return .locked(code: .noMatchingKey, reason: Self.noMatchingKey(state))
        }
        while let secret = questions.key(for: volume.reference, state, remark: remark) {
            // A key that opens one volume is tried on the others: from here on it is one of those at hand.
            let entry = KeyEntry(secret, origin: KeyOrigin(file: "typed"))
            store.add(entry)
            let fitting = state.protectors.filter {
                $0.kind == secret.protectorKind
            }
            let protector =
                fitting.count == 1 ? fitting[0] : BitLockerProtector(id: "", kind: secret.protectorKind)
            failed[device]?.remove(secret)
            log.progress("Trying the key on \(device) ...")
            if let opened = try tryAll([Attempt(protector: protector, entry: entry)], on: volume, locked) {
                return .opened(opened)
            }
            remark = "That key is a valid one, but not of this volume. Compare the key id."
        }
        return .locked(code: .keySkipped, reason: "skipped; " + Self.noMatchingKey(state))
    }

    private static let noProtector =
        "prepared for BitLocker or decrypted again, and not yet freed of it: it has no key at all; let Windows finish"

    private static func noUsableProtector(_ kinds: Set<ProtectorKind>) -> String {
        "encrypted with BitLocker, and only its own TPM, PIN or smart card opens it (\(kinds.map(\.rawValue).sorted().joined(separator: ", "))): "
            + "use Windows' own recovery at this machine"
    }

    private static func noMatchingKey(_ state: BitLockerState) -> String {
        let wanted = state.protectors.filter { $0.kind.isFiledByIdentifier }.map(\.id)
        let ids = wanted.isEmpty ? "its password" : "the key with id \(wanted.joined(separator: " or "))"
        return "encrypted with BitLocker; none of the keys at hand opens it, \(ids) would"
    }
}
