/// What became of a volume or a machine. The raw values are the words in logs, settings and reports.
///
/// The order of the cases is the one in which documents and reports list them.
public enum Outcome: String, Sendable, CaseIterable, Codable {
    /// Bad files were removed, and a second look found them gone.
    case repaired
    /// Everything was looked at, and there was nothing to remove.
    case nothingToDo = "nothing-to-do"
    /// A volume is encrypted, and no key at hand opens it.
    case locked
    /// Changing the volume now could do harm, or the settings forbid it.
    case refused
    /// Something could not be read, removed or verified.
    case failed
    /// No Windows was found.
    case noWindows = "no-windows"

    /// Whether nothing is left to do at the machine.
    public var isDone: Bool {
        switch self {
        case .repaired, .nothingToDo: true
        case .locked, .refused, .failed, .noWindows: false
        }
    }

    /// The outcome as a heading or a table cell shows it.
    public var title: String {
        switch self {
        case .repaired: "Repaired"
        case .nothingToDo: "Nothing to do"
        case .locked: "Locked"
        case .refused: "Refused"
        case .failed: "Failed"
        case .noWindows: "No Windows"
        }
    }

    /// The outcome as the last line of a screen or a text log announces it.
    public var banner: String {
        switch self {
        case .noWindows: "NO WINDOWS FOUND"
        case .repaired, .nothingToDo, .locked, .refused, .failed: title.uppercased()
        }
    }

    /// What the outcome says about the machine, in one sentence.
    public var meaning: String {
        switch self {
        case .repaired: "A bad file was removed, and a second look found it gone."
        case .nothingToDo: "Everything could be looked at, and no file that a remedy names is there."
        case .locked: "No key at hand opens a BitLocker volume; the log names the key IDs that would."
        case .refused:
            "Changing this volume now could do harm (a hibernated Windows, a link in a folder's place), or the run was "
                + "to look only and found something."
        case .failed: "A file or folder is there but cannot be read or removed, or a volume cannot be mounted."
        case .noWindows: "No volume with Windows on it was found."
        }
    }

    /// How much an outcome weighs when several volumes of one machine differ: the greatest decides. A repaired Windows
    /// outranks a locked volume about which nothing more is known.
    private var weight: Int {
        switch self {
        case .failed: 5
        case .refused: 4
        case .repaired: 3
        case .locked: 2
        case .nothingToDo: 1
        case .noWindows: 0
        }
    }

    /// The outcome of a machine, from those of its volumes. A machine without volumes has no Windows.
    public static func ofMachine(_ volumes: [Outcome]) -> Outcome {
        volumes.max { $0.weight < $1.weight } ?? .noWindows
    }
}
