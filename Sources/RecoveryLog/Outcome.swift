/// How a run ended for a volume or a machine.
public enum Outcome: String, Sendable, CaseIterable, Codable {
    /// Bad files were removed, and were looked for again and not there.
    case repaired
    /// Everything was looked at, and there was nothing to remove.
    case nothingToDo = "nothing-to-do"
    /// The volume is encrypted and no key for it was at hand.
    case locked
    /// Something would have to be removed, but writing could lose data (a hibernated Windows).
    case refused
    /// Something could not be read, removed or verified.
    case failed
    /// There is no Windows.
    case noWindows = "no-windows"

    /// The outcome of a machine, from those of its volumes: the worst decides. A repaired Windows outranks a locked volume
    /// of which nothing more is known. A machine without volumes has no Windows.
    public static func ofMachine(_ volumes: [Outcome]) -> Outcome {
        worstFirst.first(where: volumes.contains) ?? .noWindows
    }

    private static let worstFirst: [Outcome] = [.failed, .refused, .repaired, .locked, .nothingToDo, .noWindows]
}
