internal import RecoveryLog
public import Vocabulary

/// What a run finds at a machine, which decides how it ends.
public enum SimulatedEnding: Sendable, CaseIterable {
    /// The bad file.
    case repaired
    /// A Windows without the bad file.
    case nothingToDo
    /// A BitLocker volume, and no key for it.
    case locked
    /// A Windows that is hibernated.
    case hibernated
    /// The bad file, in a run that only looks.
    case lookOnly
    /// The bad file on a volume that is marked as dirty, and settings that do not override the mark.
    case dirty
    /// A link in the place of the folder that holds the bad file.
    case link
    /// A folder that cannot be read.
    case unreadableFolder
    /// A bad file that cannot be removed.
    case stuckFile
    /// The bad file, which is there again after it was removed.
    case returnedFile
    /// A disk that cannot be read.
    case unreadableDisk
    /// An NTFS volume without a Windows.
    case noWindows
    /// No disk but the stick.
    case noDisk

    /// The outcome that the run must have.
    public var outcome: Outcome {
        switch self {
        case .repaired: .repaired
        case .nothingToDo: .nothingToDo
        case .locked: .locked
        case .hibernated, .lookOnly, .dirty, .link: .refused
        case .unreadableFolder, .stuckFile, .returnedFile, .unreadableDisk: .failed
        case .noWindows, .noDisk: .noWindows
        }
    }

    /// How many files the run removes.
    public var removedFiles: Int { self == .repaired || self == .returnedFile ? 1 : 0 }
    /// How many of them it finds gone.
    public var verifiedFiles: Int { self == .repaired ? 1 : 0 }
    /// Whether the run reads the computer's name.
    var showsName: Bool { ![.locked, .unreadableDisk, .noWindows, .noDisk].contains(self) }
    /// Whether a run at a machine with BitLocker opens its volume with a recovery key.
    var unlocks: Bool { ![.locked, .unreadableDisk, .noDisk].contains(self) }
}
