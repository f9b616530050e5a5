internal import RecoveryLog
internal import Remedy
internal import Vocabulary

extension RepairEngine {
    /// What a look at a volume comes to.
    enum Inspection {
        /// Its outcome.
        case settled(VolumeResult)
        /// Something has to go from it.
        case planned(PlannedVolume)
    }

    /// Looks at a volume. On a member of an array, what does not check out is the array's fault and not the volume's.
    func inspect(_ volume: any RepairableVolume) -> Inspection {
        let inspection = inspect(volume, within: nil)
        guard case .settled(let result) = inspection, result.outcome == .failed || result.code == .unknownContent,
            let refusal = volume.whyNotWritten, refusal.code == .arrayMember
        else { return inspection }
        return .settled(
            VolumeResult(result.volume, .refused, refusal.code, refusal.reason, windows: result.windows))
    }

    /// - Parameter outer: The locked volume whose content this is.
    private func inspect(_ volume: any RepairableVolume, within outer: (any RepairableVolume)?) -> Inspection {
        let reference = isLeft(volume.reference) ? volume.reference : volume.reference.asOwn
        let content: VolumeContent
        do {
            content = try volume.recognise()
        } catch {
            recorder.record(.volume(VolumeEvent(volume: reference, kind: .other("unreadable"))))
            return .settled(VolumeResult(reference, .failed, Wording.code(error), Wording.unreadableVolume(error)))
        }
        switch content {
        case .other(let type):
            recorder.record(.volume(VolumeEvent(volume: reference, kind: .other(type))))
            return .settled(
                VolumeResult(reference, .noWindows, .otherContent, Wording.otherContent(type), isIrrelevant: true))
        case .damaged(let reason):
            recorder.record(.volume(VolumeEvent(volume: reference, kind: .other("damaged"))))
            return .settled(VolumeResult(reference, .failed, .damagedNTFS, reason))
        case .unknown(let reason):
            recorder.record(.volume(VolumeEvent(volume: reference, kind: .other("unknown"))))
            return .settled(VolumeResult(reference, .noWindows, .unknownContent, reason))
        case .partOfVolume(let reason):
            recorder.record(.volume(VolumeEvent(volume: reference, kind: .other("dynamic"))))
            return .settled(VolumeResult(reference, .refused, .dynamicDisk, reason))
        case .bitLocker where outer != nil, .unreadableBitLocker where outer != nil:
            // BitLocker within BitLocker is nothing that Windows makes: not followed, or it could go on for ever.
            return .settled(VolumeResult(reference, .noWindows, .otherContent, Wording.noWindows))
        case .unreadableBitLocker(let code, let reason):
            recorder.record(.volume(VolumeEvent(volume: reference, kind: .bitlocker)))
            // No key opens what is damaged: only what a key would open is locked.
            let outcome: Outcome = code == .unsupportedBitLocker ? .locked : .failed
            return .settled(VolumeResult(reference, outcome, code, reason))
        case .bitLocker(let state):
            recorder.record(.volume(VolumeEvent(volume: reference, kind: .bitlocker, bitlocker: state)))
            return unlock(LockedVolume(reference: reference, state: state), of: volume)
        case .ntfs(let label, let dirty, let logVersion, let logClean):
            var isAnnounced = false
            func event(_ hibernation: NTFSState.Hibernation) -> LogEvent {
                let state = NTFSState(
                    dirty: dirty, logVersion: logVersion, logClean: logClean, hibernation: hibernation)
                return .volume(VolumeEvent(volume: reference, kind: .ntfs, label: label, ntfs: state))
            }
            guard !remedies.isEmpty else {
                recorder.record(event(.unknown))
                return .settled(VolumeResult(reference, .failed, .noRemedy, Wording.noRemedy))
            }
            do {
                var plan = try plan(volume, within: outer, mayBeDirty: dirty ?? true) {
                    recorder.record(event($0))
                    isAnnounced = true
                }
                plan.isLogClean = logClean == true
                return decide(plan)
            } catch {
                if !isAnnounced { recorder.record(event(.unknown)) }
                recordDetail(of: error, on: volume)
                return .settled(VolumeResult(reference, .failed, Wording.code(error), Wording.cannotLook(error)))
            }
        }
    }

    /// Whether a volume is left as it is because it is on a removable medium.
    func isLeft(_ volume: VolumeReference) -> Bool {
        volume.removable == true && settings.removable == .leave
    }

    private func unlock(_ volume: LockedVolume, of outer: any RepairableVolume) -> Inspection {
        if isLeft(volume.reference) {
            return .settled(VolumeResult(volume.reference, .locked, .removableDisk, Wording.lockedRemovable))
        }
        switch unlocker?.unlock(volume) {
        case nil:
            return .settled(VolumeResult(volume.reference, .locked, .noMatchingKey, Wording.locked(volume.state)))
        case .locked(let code, let reason):
            return .settled(VolumeResult(volume.reference, .locked, code, reason))
        case .opened(let opened):
            recorder.record(.unlocked(opened.event))
            switch inspect(opened.content, within: outer) {
            case .planned(var planned):
                planned.opened = opened
                return .planned(planned)
            case .settled(let result) where result.isIrrelevant:
                // Only NTFS holds a Windows; but the volume was looked into.
                let counted = VolumeResult(volume.reference, .noWindows, .otherContent, Wording.noWindows)
                return .settled(opened.closed(after: counted))
            case .settled(let result): return .settled(opened.closed(after: result))
            }
        }
    }

    /// What a look leads to: the outcome, unless something has to go and may.
    private func decide(_ plan: PlannedVolume) -> Inspection {
        switch plan.verdict {
        case .hibernated: return .settled(plan.result(.refused, .hibernated, Wording.hibernated))
        case .noWindows:
            guard let first = plan.survey.virtualDisks.first else {
                return .settled(plan.result(.noWindows, .noWindows, Wording.noWindows))
            }
            let words = Wording.virtualDisks(first, of: plan.survey.virtualDisks.count)
            return .settled(plan.result(.noWindows, .virtualDisk, words))
        case .nothingToDo:
            return .settled(
                plan.result(.nothingToDo, .nothingFound, Wording.nothingFound(plan.survey.matches.count)))
        case .blocked:
            let problem = Wording.worst(plan.problems)
            return .settled(plan.result(problem.outcome, problem.code, problem.reason))
        case .lookOnly: return .settled(refusal(of: plan) ?? lookOnlyResult(of: plan))
        case .remove: return refusal(of: plan).map { .settled($0) } ?? .planned(plan)
        }
    }

    private func lookOnlyResult(of plan: PlannedVolume) -> VolumeResult {
        plan.result(.refused, .lookOnly, Wording.lookOnly(plan.survey.removals.count))
    }

    /// Why nothing may be changed on a volume from which something has to go, by the settings and by what is known of the
    /// machine at this moment; nil if it may.
    func refusal(of plan: PlannedVolume) -> VolumeResult? {
        if settings.lookOnly { return lookOnlyResult(of: plan) }
        if isLeft(plan.volume.reference) {
            return plan.result(.refused, .removableDisk, Wording.removable(plan.survey.removals.count))
        }
        if let refusal = plan.whyNotWritten { return plan.result(.refused, refusal.code, refusal.reason) }
        if plan.mayBeDirty, settings.dirty == .refuse {
            return plan.result(.refused, .dirtyRefused, Wording.dirtyRefused)
        }
        guard settings.hibernated == .refuse else { return nil }
        if plan.survey.hibernation == .hibernated {
            return plan.result(.refused, .hibernated, Wording.hibernated)
        }
        return hibernated.map { other in
            plan.result(.refused, .otherHibernated, Wording.otherHibernated(on: other.device))
        }
    }

    private func plan(
        _ volume: any RepairableVolume, within outer: (any RepairableVolume)?, mayBeDirty: Bool,
        announce: (NTFSState.Hibernation) -> Void
    ) throws -> PlannedVolume {
        try volume.withTree(for: .look, dirty: settings.dirty) { tree, mounted in
            let tree = try WitnessedTree(tree)
            let survey = try Survey.take(of: tree, for: remedies, identifying: true)
            announce(survey.hibernation)
            record(mounted, on: volume, for: .look)
            let device = volume.reference.device
            let windows = survey.windows.map { found in
                WindowsEvent(
                    device: device, folder: found.installation.folder, computerName: found.identity.computerName,
                    hostName: found.identity.hostName, productName: found.identity.productName,
                    build: found.identity.build)
            }
            windows.forEach { recorder.record(.windows($0)) }
            let whyNotWritten = outer?.whyNotWritten ?? volume.whyNotWritten
            let isFixed = isLeft(volume.reference) || whyNotWritten != nil
            let verdict = Verdict(survey, settings: settings, isFixed: isFixed)
            let doubts = verdict == .blocked ? survey.doubts : []
            var plan = PlannedVolume(
                volume: volume, survey: survey, windows: windows, verdict: verdict, mayBeDirty: mayBeDirty,
                problems: survey.problems + doubts)
            plan.outer = outer
            plan.isWitnessed = tree.witness != nil
            for doubt in survey.doubts where verdict != .blocked {
                recorder.record(.note(NoteEvent(code: .unreadFolder, message: doubt.message, device: device)))
            }
            if survey.hibernation == .hibernated, settings.hibernated == .discard, verdict != .remove {
                recorder.record(
                    .note(NoteEvent(code: .hibernationKept, message: Wording.hibernationKept, device: device)))
            }
            for path in survey.folders {
                recorder.record(
                    .note(NoteEvent(code: .folderNotFile, message: Wording.folder(path), device: device)))
            }
            for match in survey.matches {
                if match.isRemoval {
                    keepCopy(of: match, from: tree, on: volume, plan: &plan)
                } else {
                    record(match, on: volume, hash: match.facts.sha256)
                }
            }
            plan.folders = try FolderNames.of(plan.goingPaths, in: tree)
            return plan
        }
    }

    /// Hashes a file that is to go and, when it really will go, keeps a copy, as far as it can be read.
    private func keepCopy(
        of match: RemedySearch.Match, from tree: any VolumeTree, on volume: any RepairableVolume,
        plan: inout PlannedVolume
    ) {
        let keepsCopy = plan.verdict == .remove && settings.keepsCopies
        let copying = keepsCopy ? CopyInProgress.begin(match.path.last ?? "", in: quarantine) : CopyInProgress()
        do throws(TreeError) {
            try tree.read(match.path) { copying.add($0) }
        } catch {
            // It was decided without the whole content: being unreadable is no reason to keep it.
            copying.abandon()
            record(match, on: volume, hash: nil)
            if plan.verdict == .remove { recordNoCopy(on: volume, Wording.noCopy(error)) }
            plan.removable.append(match)
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
            recordNoCopy(
                on: volume,
                settings.keepsCopies ? Wording.noCopy(path, error: result.error) : Wording.noCopyWanted(path))
        }
        plan.removable.append(match)
    }

    private func recordNoCopy(on volume: any RepairableVolume, _ message: String) {
        recorder.record(.note(NoteEvent(code: .noCopy, message: message, device: volume.reference.device)))
    }
}
