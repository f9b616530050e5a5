internal import RecoveryLog
internal import Vocabulary

/// What a look at a volume leads to.
enum Verdict: Equatable {
    /// Something has to go, and may.
    case remove
    /// Something has to go, but nothing may be changed in this run, or on this volume.
    case lookOnly
    /// Everything could be looked at, and nothing has to go.
    case nothingToDo
    /// There is no Windows on the volume.
    case noWindows
    /// A suspended session waits to be resumed.
    case hibernated
    /// Something could not be looked at, so that neither "nothing to do" can be said nor, where it is the hibernation file
    /// or a folder that was not read whole, anything be written.
    case blocked

    /// - Parameter isFixed: Whether nothing may be changed on the volume, whatever is found.
    init(_ survey: Survey, settings: RepairSettings, isFixed: Bool) {
        if survey.hibernation == .hibernated, settings.hibernated == .refuse {
            self = .hibernated
        } else if survey.hibernation == .unknown || survey.problems.contains(where: \.kind.forbidsWriting) {
            self = .blocked
        } else if !survey.removals.isEmpty {
            self = settings.lookOnly || isFixed ? .lookOnly : .remove
        } else if !survey.problems.isEmpty || !survey.doubts.isEmpty {
            self = .blocked
        } else {
            self = survey.windows.isEmpty ? .noWindows : .nothingToDo
        }
    }
}
