internal import AgentScreen
internal import Diagnostics
internal import Glibc
internal import LinuxSystem
internal import MachineVolumes
internal import RecoveryKeys
internal import RecoveryLog
internal import RepairEngine
internal import RunSettings
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
    /// How many keys are tried on a volume at most.
    var triesPerVolume = RunSettings.defaultKeyTries
    private let screen: Screen
    private let access: VolumeAccess
    /// Keys that were computed side by side, by the volume's device.
    private var prepared: [String: (key: VolumeKey, event: UnlockedEvent)] = [:]
    /// Secrets that do not open a volume, by its device: each is stretched once.
    private var failed: [String: Set<KeySecret>] = [:]

    /// - Parameter serialNumber: The machine's: keys without an identifier may be filed under it.
    init(log: RunLog, screen: Screen, store: KeyStore, serialNumber: String?, access: VolumeAccess) {
        self.log = log
        self.screen = screen
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
            guard let attempt = attempts(on: volume, upTo: .certain).first,
                let locked = try? LockedBitLocker(path: device)
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
            if let questions, !store.sealed.isEmpty, !questions.hasGivenUpOnSealedFiles {
                // Before the keys of other machines are tried one by one, which takes long.
                if let opened = try search(attempts(on: volume, upTo: .similarName), on: volume).opened {
                    return .opened(opened)
                }
                questions.unseal(store)
            }
            let search = try search(attempts(on: volume, upTo: .other), on: volume)
            if let opened = search.opened { return .opened(opened) }
            let tally = KeyTally(
                tried: failed[device]?.count ?? 0, untried: untried(on: volume), isStopped: search.isStopped)
            if let text = tally.text {
                log.record(.note(NoteEvent(code: .keysTried, message: text, device: device)))
            }
            return try ask(about: volume, after: tally)
        } catch {
            return .locked(code: error.reason, reason: error.message)
        }
    }

    // MARK: Attempts

    /// What can be tried on a volume, the likeliest first: a clear key, then keys at hand.
    private func attempts(on volume: LockedVolume, upTo worst: KeyLikelihood) -> [Attempt] {
        let protectors = volume.state.protectors
        let target = KeyTarget(
            protectors: Set(protectors.compactMap { ProtectorID($0.id) }), kinds: Set(protectors.map(\.kind)),
            computerName: volume.computerName, serialNumber: serialNumber)
        let clear = protectors.filter { $0.kind == .clearKey }.map { Attempt(protector: $0, entry: nil) }
        return clear
            + store.ring.keys(for: target).prefix { $0.likelihood.rawValue <= worst.rawValue }.map {
                entry, likelihood in
                let own = protectors.first { likelihood == .certain && ProtectorID($0.id) == entry.facts.protectorID }
                return Attempt(protector: own ?? Self.protector(for: entry.secret, among: protectors), entry: entry)
            }
    }

    /// The protector that a key is for; without an identifier where there are several of its kind.
    private static func protector(for secret: KeySecret, among protectors: [BitLockerProtector]) -> BitLockerProtector {
        let fitting = protectors.filter { $0.kind == secret.protectorKind }
        return fitting.count == 1 ? fitting[0] : BitLockerProtector(id: "", kind: secret.protectorKind)
    }

    private func hasFailed(_ attempt: Attempt, on device: String) -> Bool {
        attempt.entry.map { failed[device]?.contains($0.secret) == true } ?? false
    }

    /// How many keys at hand were not tried on a volume.
    private func untried(on volume: LockedVolume) -> Int {
        attempts(on: volume, upTo: .other).count { $0.entry != nil && !hasFailed($0, on: volume.reference.device) }
    }

    private func search(
        _ attempts: [Attempt], on volume: LockedVolume
    ) throws(VolumeError) -> (opened: UnlockedBitLocker?, isStopped: Bool) {
        let device = volume.reference.device
        let fresh = attempts.filter { !hasFailed($0, on: device) }
        let limit = max(0, triesPerVolume - (failed[device]?.count ?? 0))
        guard !fresh.isEmpty else { return (nil, false) }
        let progress = KeySearchProgress(screen: screen, device: device, count: min(limit, fresh.count))
        defer { progress.end() }
        let search = KeySearch(
            device: device, limit: limit, isStopped: progress.isStopped, progress: progress.show(next:))
        let ending = try search.run(fresh) { attempt in
            if let secret = attempt.entry?.secret { failed[device, default: []].insert(secret) }
        }
        guard case .found(let number, let key) = ending else { return (nil, ending.isStopped) }
        return (
            try UnlockedBitLocker.open(volume, with: key, event: fresh[number].event(on: device), access: access), false
        )
    }

    // MARK: Asking

    private func ask(about volume: LockedVolume, after tally: KeyTally) throws(VolumeError) -> UnlockResult {
        let (device, state) = (volume.reference.device, volume.state)
        let kinds = Set(state.protectors.map(\.kind))
        guard let questions, kinds.contains(.recoveryPassword) || kinds.contains(.password) else {
            return .locked(code: .noMatchingKey, reason: Self.noMatchingKey(state, tally))
        }
        var remark = tally.text.map { "\($0.prefix(1).uppercased())\($0.dropFirst())." } ?? ""
        while let secret = questions.key(for: volume, remark: remark) {
            // A key that opens one volume is tried on the others: from here on it is one of those at hand.
            let entry = KeyEntry(secret, origin: .typed)
            store.add(entry)
            failed[device]?.remove(secret)
            log.progress("Trying the key on \(device) ...")
            let attempt = Attempt(protector: Self.protector(for: secret, among: state.protectors), entry: entry)
            let handle = try LockedBitLocker(path: device)
            do {
                let key = try attempt.key(of: handle)
                return .opened(
                    try UnlockedBitLocker.open(volume, with: key, event: attempt.event(on: device), access: access))
            } catch  where error.code == .wrongKey {
                failed[device, default: []].insert(secret)
            }
            remark = "A valid key, but not this volume's. Compare the key ID."
        }
        if questions.hasMissedKeyboard {
            return .locked(
                code: .noMatchingKey, reason: "no keyboard to type a key with; " + Self.noMatchingKey(state, tally))
        }
        return .locked(code: .keySkipped, reason: "skipped; " + Self.noMatchingKey(state, tally))
    }

    private static let noProtector =
        "BitLocker is being set up or removed; let Windows finish"

    private static func noUsableProtector(_ kinds: Set<ProtectorKind>) -> String {
        "BitLocker that only its own TPM, PIN or smart card opens "
            + "(\(kinds.map(\.rawValue).sorted().joined(separator: ", "))); use Windows' own recovery at this machine"
    }

    private static func noMatchingKey(_ state: BitLockerState, _ tally: KeyTally) -> String {
        let wanted = state.protectors.filter { $0.kind.isFiledByIdentifier }.map(\.id)
        let needed = wanted.isEmpty ? "its password" : "the key with ID \(wanted.joined(separator: " or "))"
        return "BitLocker; \(tally.text ?? "no key at hand"). Needs \(needed)"
    }
}
