internal import Diagnostics
internal import DiskFormats

/// What a source held, so that nothing in it stays unmentioned: every file is handed out as one that should be a log, or
/// counted as foreign.
final class SourceTally {
    /// Files that are no logs by their names.
    var foreign = 0
    /// Files that were handed out.
    var handedOut = 0
    /// What a sound stick does not have.
    let oddities = OddityList()

    /// The oddities, a sentence each; the last one counts those that were not kept.
    var sentences: [String] {
        let kept = oddities.kept.map(\.message)
        let more = oddities.count - kept.count
        return more > 0 ? kept + ["\(more) more of the kind"] : kept
    }
}
