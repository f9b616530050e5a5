/// Tells how far a build is. Steps that take long say so while they run.
public protocol BuildProgress: Sendable {
    /// Runs a step: announces it, and its duration at the end.
    func step<Result>(_ title: String, _ body: () throws -> Result) throws -> Result
    /// A line about what a step is doing.
    func detail(_ text: String)
}
