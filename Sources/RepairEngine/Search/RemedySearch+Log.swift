internal import RecoveryLog
internal import Remedy

extension RemedySearch.Match {
    /// The decision as the log has it, and its reason.
    var loggedDecision: (decision: MatchEvent.Decision, reason: String) {
        switch decision {
        case .remove(let reason): (.remove, reason)
        case .keep(let reason): (.keep, reason)
        case .undecided(let reason): (.undecided, reason)
        }
    }
}
