internal import Digests
internal import RecoveryLog
public import Remedy
internal import Timestamps

/// Takes volumes one after the other through recognise, look, decide, act, verify, and says of each what became of it.
///
/// Nothing is written to a volume before a file that has to go was found on it, and "repaired" is said only after a second
/// look, at the volume as it is then, has found nothing left.
public final class RepairEngine {
    private let remedies: [Remedy]
    private let settings: RepairSettings
    private let recorder: any RunRecorder
    /// What opens BitLocker volumes; without it they stay locked.
    public var unlocker: (any VolumeUnlocker)?
    /// Where copies go; nil when there is no medium for them.
    public var quarantine: (any Quarantine)?
    /// The results so far, in the order of the work.
    public private(set) var results: [VolumeResult] = []

    /// An engine; the remedies are asked in their order.
    public init(remedies: [Remedy], settings: RepairSettings, recorder: any RunRecorder, quarantine: (any Quarantine)?)
    {
        self.remedies = remedies
        self.settings = settings
        self.recorder = recorder
        self.quarantine = quarantine
    }

    /// Works on one volume to its outcome. Never throws: whatever goes wrong is an outcome.
    @discardableResult
    public func work(on volume: any RepairableVolume) -> VolumeResult {
        let result = outcome(of: volume)
        results.append(result)
        if !result.isIrrelevant {
            recorder.record(
                .volumeOutcome(
                    VolumeOutcomeEvent(
                        device: volume.reference.device, outcome: result.outcome, code: result.code,
                        reason: result.reason, removed: result.removed)))
        }
        return result
    }

    private func outcome(of volume: any RepairableVolume, mayUnlock: Bool = true) -> VolumeResult {
        let reference = volume.reference
        let content: VolumeContent
        do {
            content = try volume.recognise()
        } catch {
            recorder.record(.volume(VolumeEvent(volume: reference, kind: .other("unreadable"))))
            return VolumeResult(reference, .failed, "unreadable-volume", Wording.unreadableVolume(error))
        }
        switch content {
        case .other(let type):
            recorder.record(.volume(VolumeEvent(volume: reference, kind: .other(type))))
            return VolumeResult(reference, .noWindows, "other-content", Wording.otherContent(type), isIrrelevant: true)
        case .bitLocker where !mayUnlock:
            // BitLocker within BitLocker is nothing that Windows makes: not followed, or it could go on for ever.
            return VolumeResult(reference, .noWindows, "other-content", Wording.noWindows)
        case .bitLocker(let state, let problem):
            recorder.record(.volume(VolumeEvent(volume: reference, kind: .bitlocker, bitlocker: state)))
            guard let state else {
                return VolumeResult(reference, .locked, "bitlocker-damaged", problem ?? Wording.locked(nil))
            }
            return unlock(volume, state)
        case .ntfs(let label, let dirty, let logVersion, let logClean):
            var isAnnounced = false
            func event(_ hibernation: NTFSState.Hibernation) -> LogEvent {
                let state = NTFSState(
                    dirty: dirty, logVersion: logVersion, logClean: logClean, hibernation: hibernation)
                return .volume(VolumeEvent(volume: reference, kind: .ntfs, label: label, ntfs: state))
            }
            guard !remedies.isEmpty else {
                recorder.record(event(.unknown))
                return VolumeResult(reference, .failed, "no-remedy", Wording.noRemedy)
            }
            do {
                let plan = try look(at: volume) {
                    recorder.record(event($0))
                    isAnnounced = true
                }
                return act(on: plan, volume: volume, mayBeDirty: dirty ?? true)
            } catch {
                if !isAnnounced { recorder.record(event(.unknown)) }
                return VolumeResult(reference, .failed, "cannot-look", Wording.cannotLook(error))
            }
        }
    }

    // MARK: Unlock

    private func unlock(_ volume: any RepairableVolume, _ state: BitLockerState) -> VolumeResult {
        switch unlocker?.unlock(volume, state) {
        case nil: return VolumeResult(volume.reference, .locked, "bitlocker-locked", Wording.locked(state))
        case .locked(let code, let reason): return VolumeResult(volume.reference, .locked, code, reason)
        case .opened(let opened):
            recorder.record(.unlocked(opened.event))
            var result = outcomeWithin(opened.content)
            do {
                try opened.close()
            } catch {
                // What was done is done; but a volume that cannot be closed may not be whole on the disk.
                let reason = "\(result.reason); but the volume cannot be closed: \(Wording.text(error))"
                result = VolumeResult(
                    volume.reference, .failed, "cannot-close", reason, windows: result.windows, removed: result.removed)
            }
            return result
        }
    }

    /// The outcome of an unlocked volume's content. What is in it that is no NTFS holds no Windows, but it was looked into.
    private func outcomeWithin(_ content: any RepairableVolume) -> VolumeResult {
        let result = outcome(of: content, mayUnlock: false)
        guard result.isIrrelevant else { return result }
        return VolumeResult(content.reference, .noWindows, "other-content", Wording.noWindows)
    }

    // MARK: Look

    /// What a look has found, and which of it has been copied and may go.
    private struct Plan {
        let survey: Survey
        let windows: [WindowsEvent]
        let verdict: Verdict
        var removable: [RemedySearch.Match] = []
        var problems: [TreeError] = []
    }

    private func look(
        at volume: any RepairableVolume, announce: (NTFSState.Hibernation) -> Void
    ) throws -> Plan {
        try volume.withTree(for: .look) { tree, mounted in
            let survey = try Survey(tree, remedies: remedies, identify: true)
            announce(survey.hibernation)
            record(mounted, on: volume, for: .look)
            let device = volume.reference.device
            let windows = survey.windows.map { found in
                WindowsEvent(
                    device: device, folder: found.installation.folder, computerName: found.identity.computerName,
                    productName: found.identity.productName, build: found.identity.build)
            }
            windows.forEach { recorder.record(.windows($0)) }
            let verdict = Verdict(survey, settings: settings)
            let doubts = verdict == .blocked ? survey.doubts : []
            var plan = Plan(survey: survey, windows: windows, verdict: verdict, problems: survey.problems + doubts)
            for doubt in survey.doubts where verdict != .blocked {
                recorder.record(.note(NoteEvent(code: doubt.codeText, message: doubt.message, device: device)))
            }
            for match in survey.matches {
                if match.isRemoval {
                    keepCopy(of: match, from: tree, on: volume, plan: &plan)
                } else {
                    record(match, on: volume, hash: match.facts.sha256)
                }
            }
            return plan
        }
    }

    /// Hashes a file that is to go and, when it really will go, keeps a copy. A file that cannot be read to its end stays.
    private func keepCopy(
        of match: RemedySearch.Match, from tree: any VolumeTree, on volume: any RepairableVolume, plan: inout Plan
    ) {
        let copying = plan.verdict == .remove ? CopyInProgress(match.path.last ?? "", in: quarantine) : CopyInProgress()
        do throws(TreeError) {
            try tree.read(match.path) { copying.add($0) }
        } catch {
            copying.abandon()
            record(match, on: volume, hash: nil)
            plan.problems.append(error)
            return
        }
        let result = copying.finish()
        record(match, on: volume, hash: result.sha256)
        let path = match.path.joined(separator: "/")
        if let kept = result.path {
            let event = CopiedEvent(
                device: volume.reference.device, path: path, quarantine: kept, sha256: result.sha256)
            recorder.record(.copied(event))
        } else if plan.verdict == .remove {
            let message = Wording.noCopy(path, error: result.error)
            recorder.record(.note(NoteEvent(code: "no-copy", message: message, device: volume.reference.device)))
        }
        plan.removable.append(match)
    }

    // MARK: Act and verify

    private func act(on plan: Plan, volume: any RepairableVolume, mayBeDirty: Bool) -> VolumeResult {
        let reference = volume.reference
        func result(_ outcome: Outcome, _ code: String, _ reason: String, removed: [[String]] = []) -> VolumeResult {
            VolumeResult(
                reference, outcome, code, reason, windows: plan.windows,
                removed: removed.map { $0.joined(separator: "/") })
        }
        switch plan.verdict {
        case .hibernated: return result(.refused, "hibernated", Wording.hibernated)
        case .noWindows: return result(.noWindows, "no-windows", Wording.noWindows)
        case .nothingToDo: return result(.nothingToDo, "nothing-found", Wording.nothingFound(plan.survey.matches.count))
        case .blocked:
            let problem = Wording.worst(plan.problems)
            return result(problem.outcome, problem.code, problem.reason)
        case .lookOnly:
            return result(.refused, "look-only", Wording.lookOnly(plan.survey.removals.count))
        case .remove: break
        }
        if mayBeDirty, settings.dirty == .refuse { return result(.refused, "dirty-refused", Wording.dirtyRefused) }

        var problems = plan.problems
        var removed: [[String]] = []
        if !plan.removable.isEmpty {
            do {
                try remove(plan.removable, on: volume, removed: &removed, problems: &problems)
            } catch {
                return result(
                    .failed, "cannot-write", Wording.cannotWrite(error, removed: removed.count), removed: removed)
            }
            do {
                problems += try verify(volume, removed: removed)
            } catch {
                return result(.failed, "cannot-verify", Wording.cannotVerify(error), removed: removed)
            }
        }
        if !problems.isEmpty {
            let problem = Wording.worst(problems)
            if removed.isEmpty { return result(problem.outcome, problem.code, problem.reason) }
            // Refused means that the volume is as it was.
            return result(.failed, problem.code, Wording.partly(removed.count, problem.reason), removed: removed)
        }
        return result(.repaired, "removed-and-verified", Wording.repaired(removed.count), removed: removed)
    }

    private func remove(
        _ matches: [RemedySearch.Match], on volume: any RepairableVolume, removed: inout [[String]],
        problems: inout [TreeError]
    ) throws {
        try volume.withTree(for: .write) { tree, mounted in
            record(mounted, on: volume, for: .write)
            for match in matches {
                do throws(TreeError) {
                    // Another driver, or a journal that was replayed, may show another file under the name.
                    guard match.facts.isUnchanged(in: try tree.facts(of: match.path)) else {
                        throw TreeError(.changed, path: match.path)
                    }
                    try tree.remove(match.path)
                    let path = match.path.joined(separator: "/")
                    removed.append(match.path)
                    recorder.record(.removed(RemovedEvent(device: volume.reference.device, path: path)))
                } catch {
                    problems.append(error.asListed)
                }
            }
        }
    }

    /// Looks again. Returns what is still there that should be gone, and what could not be looked at.
    private func verify(_ volume: any RepairableVolume, removed: [[String]]) throws -> [TreeError] {
        try volume.withTree(for: .verify) { tree, mounted in
            let survey = try Survey(tree, remedies: remedies, identify: false)
            record(mounted, on: volume, for: .verify)
            let verification = Verification(of: removed, in: tree, survey: survey)
            if !verification.gone.isEmpty {
                let paths = verification.gone.map { $0.joined(separator: "/") }
                recorder.record(.verified(VerifiedEvent(device: volume.reference.device, paths: paths)))
            }
            return verification.problems
        }
    }

    // MARK: Records

    private func record(_ mounted: MountedVolume, on volume: any RepairableVolume, for purpose: MountedEvent.Purpose) {
        recorder.record(
            .mounted(
                MountedEvent(
                    device: volume.reference.device, driver: mounted.driver, forced: mounted.forced, purpose: purpose)))
    }

    private func record(_ match: RemedySearch.Match, on volume: any RepairableVolume, hash: SHA256Digest?) {
        recorder.record(
            .match(
                MatchEvent(
                    device: volume.reference.device, path: match.path.joined(separator: "/"), size: match.facts.size,
                    modified: UTCTime(seconds: match.facts.modified), sha256: hash, remedy: match.remedy,
                    decision: match.loggedDecision.decision, reason: match.loggedDecision.reason)))
    }
}

extension FileFacts {
    /// Whether other facts are of the same file with the same content, as far as facts can tell.
    fileprivate func isUnchanged(in other: FileFacts) -> Bool {
        size == other.size && modified == other.modified && header == other.header
    }
}
