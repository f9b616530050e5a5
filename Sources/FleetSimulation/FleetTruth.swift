/// What a simulated fleet went through: what a collection of its logs must say.
public struct FleetTruth: Sendable, Equatable, Codable {
    /// Machines of which a log can be read.
    public var machines = 0
    /// Machines by their newest outcome; `cut` for those of which no log has an end.
    public var newest: [String: Int] = [:]
    /// Runs that are kept, by outcome; different contents of one run each count.
    public var runs: [String: Int] = [:]
    /// Files that are logs.
    public var logs = 0
    /// Logs that say nothing new.
    public var known = 0
    /// Logs that take the place of a cut copy.
    public var completed = 0
    /// Logs that contradict another of the same run.
    public var conflicting = 0
    /// Logs without an end.
    public var cut = 0
    /// Logs with a changed line.
    public var edited = 0
    /// Logs with lines that the medium lost.
    public var damaged = 0
    /// Files that are no logs.
    public var refused = 0
    /// Logs with a clock that cannot be right.
    public var wrongClocks = 0
    /// Files that were removed.
    public var removedFiles = 0
    /// Removed files that the run found gone.
    public var verifiedFiles = 0
    /// Machines by what is not certain about their runs: the words of the kinds of doubt.
    public var doubts: [String: Int] = [:]
    /// Recovery keys that opened volumes.
    public var usedKeys = 0
}
