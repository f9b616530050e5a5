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
        guard untried > 0 else { return tried > 0 ? "none of the \(Self.keys(tried)) at hand opens it" : nil }
        let why = isStopped ? "stopped by a key press" : "the limit of key-tries"
        return "none of the \(Self.keys(tried)) tried opens it, \(untried) not tried (\(why))"
    }

    private static func keys(_ count: Int) -> String { count == 1 ? "1 key" : "\(count) keys" }
}
