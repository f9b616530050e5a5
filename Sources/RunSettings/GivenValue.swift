/// A value as it is written.
enum GivenValue: Sendable, Equatable {
    /// A single value; empty where there is none.
    case word(String)
    /// Values in order.
    case list([String])
    /// Values by their names, in order.
    case table([Pair])

    struct Pair: Sendable, Equatable {
        let name: String
        let value: String
    }
}

/// Why a value does not fit its setting, and what to write instead.
struct Misfit: Error, Equatable {
    let detail: String
}
