/// What a rule says about a file, with the reason in plain words.
public enum RemedyDecision: Sendable, Equatable {
    /// The file is one of those that the remedy removes.
    case remove(String)
    /// The file stays.
    case keep(String)
    /// The rule asks for something that could not be read. This is not "nothing to do".
    case undecided(String)
}
