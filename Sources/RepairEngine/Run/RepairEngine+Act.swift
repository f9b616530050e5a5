internal import RecoveryLog
internal import Remedy
internal import Vocabulary

extension RepairEngine {
    /// Removes what may go from a volume, and looks again.
    func act(on plan: PlannedVolume) -> VolumeResult {
        var problems = plan.problems
        var removed: [[String]] = []
        if !plan.removable.isEmpty {
            do {
                try remove(
                    plan.removable, discarding: plan.survey.hibernationFiles, on: plan.volume, removed: &removed,
                    problems: &problems)
            } catch {
                recordDetail(of: error, on: plan.volume)
                return plan.result(
                    .failed, Wording.code(error), Wording.cannotWrite(error, removed: removed.count), removed: removed)
            }
            do {
                problems += try verify(plan.volume, removed: removed)
            } catch {
                recordDetail(of: error, on: plan.volume)
                return plan.result(.failed, Wording.code(error), Wording.cannotVerify(error), removed: removed)
            }
        }
        if !problems.isEmpty {
            let problem = Wording.worst(problems)
            // Refused means that the volume is as it was.
            let isUntouched = removed.isEmpty && (plan.removable.isEmpty || plan.survey.hibernationFiles.isEmpty)
            if isUntouched { return plan.result(problem.outcome, problem.code, problem.reason) }
            return plan.result(.failed, problem.code, Wording.partly(removed.count, problem.reason), removed: removed)
        }
        return plan.result(.repaired, .removedAndVerified, Wording.repaired(removed.count), removed: removed)
    }

    private func remove(
        _ matches: [RemedySearch.Match], discarding sessions: [[String]], on volume: any RepairableVolume,
        removed: inout [[String]], problems: inout [TreeError]
    ) throws {
        try volume.withTree(for: .write, dirty: settings.dirty) { tree, mounted in
            record(mounted, on: volume, for: .write)
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

    /// Looks again. Returns what is still there that should be gone, and what could not be looked at.
    private func verify(_ volume: any RepairableVolume, removed: [[String]]) throws -> [TreeError] {
        try volume.withTree(for: .verify, dirty: settings.dirty) { tree, mounted in
            let survey = try Survey.take(of: tree, for: remedies, identifying: false)
            record(mounted, on: volume, for: .verify)
            let verification = Verification.check(removed, in: tree, against: survey)
            if !verification.gone.isEmpty {
                let paths = verification.gone.map { $0.joined(separator: "/") }
                recorder.record(.verified(VerifiedEvent(device: volume.reference.device, paths: paths)))
            }
            let sessions = survey.hibernationFiles.map { TreeError(.notRemovable, path: $0) }
            return verification.problems + sessions
        }
    }
}

extension FileFacts {
    /// Whether other facts are of the same file with the same content, as far as facts can show.
    fileprivate func isUnchanged(in other: FileFacts) -> Bool {
        size == other.size && modified == other.modified && header == other.header
    }
}
