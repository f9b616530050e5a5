internal import RecoveryLog
internal import Remedy
internal import Vocabulary

extension RepairEngine {
    /// Removes what may go from a volume, and looks again.
    func act(on plan: PlannedVolume) -> VolumeResult {
        var problems = plan.problems
        var removed: [[String]] = []
        // Only files that a second look found gone are counted.
        var gone: [[String]] = []
        if !plan.removable.isEmpty {
            var writing = TreePurpose.write
            do {
                if let refused = try rehearse(plan, for: .rehearse) {
                    // The other driver gives up a log that was not closed, and with it what Windows was about to do.
                    guard plan.isLogClean, try rehearse(plan, for: .rehearseWithOtherDriver) == nil else {
                        return refused
                    }
                    writing = .writeWithOtherDriver
                }
            } catch {
                recordDetail(of: error, on: plan.volume)
                return plan.result(.failed, Wording.code(error), Wording.cannotRehearse(error))
            }
            var failure: (any Error)?
            do {
                try remove(
                    plan.removable, discarding: plan.survey.hibernationFiles, on: plan.volume, for: writing,
                    removed: &removed, problems: &problems)
            } catch {
                recordDetail(of: error, on: plan.volume)
                failure = error
            }
            let verification: Verification
            do {
                verification = try verify(plan, removed: removed)
            } catch {
                if failure == nil { recordDetail(of: error, on: plan.volume) }
                let reason = failure.map { Wording.cannotWrite($0, removed: 0) } ?? Wording.cannotVerify(error)
                return plan.result(.failed, Wording.code(failure ?? error), reason)
            }
            gone = verification.gone
            if let failure {
                for problem in verification.problems {
                    recorder.record(
                        .note(
                            NoteEvent(code: .detail, message: problem.message, device: plan.volume.reference.device)))
                }
                return plan.result(
                    .failed, Wording.code(failure), Wording.cannotWrite(failure, removed: gone.count), removed: gone)
            }
            problems += verification.problems
        }
        if !problems.isEmpty {
            let problem = Wording.worst(problems)
            // Refused means that the volume is as it was.
            let isUntouched = removed.isEmpty && (plan.removable.isEmpty || plan.survey.hibernationFiles.isEmpty)
            if isUntouched { return plan.result(problem.outcome, problem.code, problem.reason) }
            return plan.result(
                .failed, problem.code, Wording.partly(gone.count, of: removed.count, problem.reason), removed: gone)
        }
        return plan.result(.repaired, .removedAndVerified, Wording.repaired(gone.count), removed: gone)
    }

    /// Removes the same files from a copy in memory first, as they will be removed from the volume: ntfs3 damages a deep
    /// index where thousands of names go from it, and an innocent name is lost (reported of booted images).
    ///
    /// - Returns: Why the removal is not begun; nil where nothing but its files would go.
    private func rehearse(_ plan: PlannedVolume, for purpose: TreePurpose) throws -> VolumeResult? {
        guard plan.isWitnessed else { return nil }
        let count = plan.removable.count
        return try plan.volume.withTree(for: purpose, dirty: settings.dirty) { tree, _ in
            var removed: [[String]] = []
            for path in plan.goingPaths {
                do throws(TreeError) {
                    try tree.remove(path)
                    removed.append(path)
                } catch {
                    // It is said when it is tried on the volume.
                    continue
                }
            }
            do {
                let after = try WitnessedTree(tree)
                for folder in plan.folders {
                    if let left = try folder.left(after: removed, in: after).first {
                        return plan.result(.refused, .unsafeRemoval, Wording.unsafeRemoval(count, leaving: left))
                    }
                    if let lost = try folder.lost(after: plan.goingPaths, in: after).first {
                        return plan.result(.refused, .unsafeRemoval, Wording.unsafeRemoval(count, losing: lost))
                    }
                }
            } catch {
                return plan.result(.refused, .unsafeRemoval, Wording.unsafeRemoval(count, error))
            }
            return nil
        }
    }

    private func remove(
        _ matches: [RemedySearch.Match], discarding sessions: [[String]], on volume: any RepairableVolume,
        for purpose: TreePurpose, removed: inout [[String]], problems: inout [TreeError]
    ) throws {
        try volume.withTree(for: purpose, dirty: settings.dirty) { tree, mounted in
            record(mounted, on: volume, for: purpose)
            // First: Windows must never resume a session that knows another content of the volume.
            for session in sessions { try discard(session, in: tree, on: volume) }
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

    /// Gives up a suspended session as `ntfs-3g -o remove_hiberfile` does: without its file, Windows starts anew.
    private func discard(_ session: [String], in tree: any VolumeTree, on volume: any RepairableVolume) throws {
        recorder.record(
            .note(
                NoteEvent(
                    code: .hibernationDiscarded, message: Wording.discarding, device: volume.reference.device)))
        do throws(TreeError) {
            try tree.remove(session)
        } catch {
            throw error.asListed
        }
    }

    /// Looks again: what is gone, what is still there that should be gone, and what could not be looked at.
    private func verify(_ plan: PlannedVolume, removed: [[String]]) throws -> Verification {
        let volume = plan.volume
        return try volume.withTree(for: .verify, dirty: settings.dirty) { tree, mounted in
            let tree = try WitnessedTree(tree)
            let survey = try Survey.take(of: tree, for: remedies, identifying: false)
            record(mounted, on: volume, for: .verify)
            var verification = Verification.check(
                removed, in: tree, against: survey, before: plan.folders, discarded: plan.survey.hibernationFiles)
            if !verification.gone.isEmpty {
                let paths = verification.gone.map { $0.joined(separator: "/") }
                recorder.record(.verified(VerifiedEvent(device: volume.reference.device, paths: paths)))
            }
            verification.problems += survey.hibernationFiles.map { TreeError(.notRemovable, path: $0) }
            return verification
        }
    }
}

extension FileFacts {
    /// Whether other facts are of the same file with the same content, as far as facts can show.
    fileprivate func isUnchanged(in other: FileFacts) -> Bool {
        size == other.size && modified == other.modified && header == other.header
    }
}
