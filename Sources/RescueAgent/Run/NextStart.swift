internal import Vocabulary

/// What the machine starts next, as the person at it has to know.
struct NextStart {
    /// Whether the firmware was set to start Windows, and so does even with the stick in.
    let isWindows: Bool
    /// What the machine was started from; nil where the boot menu did not say.
    let medium: BootMedium?

    /// What to do next.
    ///
    /// - Parameter advice: What the outcome's reason calls for.
    func text(_ outcome: Outcome, _ advice: String) -> String {
        guard outcome.isDone else { return advice }
        if isWindows { return "\(advice) The next start is Windows, even with the stick in." }
        switch medium {
        case .stick, nil: return "Take the stick out. \(advice)"
        case .optical: return "Take the disc out. \(advice)"
        case .network: return "Have the machine start from its disk. \(advice)"
        case .appliance: return advice
        }
    }
}
