/// How many of the keys at hand were tried on a volume that none of them opened.
struct KeyTally {
    /// Keys that do not open it.
    let tried: Int
    /// Keys that could be for it and were not tried.
    let untried: Int
    /// Whether a person stopped the search; otherwise the limit did.
    let isStopped: Bool

    /// `none of the 120 keys at hand opens it`; nil where no key could be for it.
    var text: String? {
        guard untried > 0 else { return tried > 0 ? Self.failure(of: tried, "at hand") : nil }
        let why = isStopped ? "stopped by a key press" : "the limit of key-tries"
        return "\(Self.failure(of: tried, "tried")), \(untried) not tried (\(why))"
    }

    private static func failure(of count: Int, _ which: String) -> String {
        count == 1 ? "the one key \(which) does not open it" : "none of the \(count) keys \(which) opens it"
    }
}
