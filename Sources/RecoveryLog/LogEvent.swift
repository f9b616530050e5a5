/// One thing that was found or done, as one line of the log.
public enum LogEvent: Sendable, Equatable {
    /// The first line: which image runs on which machine, and how.
    case start(StartEvent)
    /// A disk was found.
    case disk(DiskEvent)
    /// A volume was found.
    case volume(VolumeEvent)
    /// A BitLocker volume was unlocked.
    case unlocked(UnlockedEvent)
    /// A Windows installation was found.
    case windows(WindowsEvent)
    /// A file that a remedy names was found, with what is to be done about it.
    case match(MatchEvent)
    /// A file was copied to the stick before its removal.
    case copied(CopiedEvent)
    /// A volume was mounted.
    case mounted(MountedEvent)
    /// A file was removed; not yet verified.
    case removed(RemovedEvent)
    /// Removed files were looked for again on a fresh read-only mount, and were not there.
    case verified(VerifiedEvent)
    /// A volume is done.
    case volumeOutcome(VolumeOutcomeEvent)
    /// Anything else worth knowing.
    case note(NoteEvent)
    /// The end of the run: the machine is done.
    case end(EndEvent)
    /// The last line, where there is a key for it: a signature of all lines before it.
    case signature(SignatureEvent)

    /// The value of `event` in the log.
    public var name: String { kind.rawValue }

    enum Kind: String, Codable {
        case start, disk, volume, unlocked, windows, match, copied, mounted, removed, verified
        case volumeOutcome = "volume-outcome"
        case note, end, signature
    }

    var kind: Kind {
        switch self {
        case .start: .start
        case .disk: .disk
        case .volume: .volume
        case .unlocked: .unlocked
        case .windows: .windows
        case .match: .match
        case .copied: .copied
        case .mounted: .mounted
        case .removed: .removed
        case .verified: .verified
        case .volumeOutcome: .volumeOutcome
        case .note: .note
        case .end: .end
        case .signature: .signature
        }
    }

    var payload: any Encodable {
        switch self {
        case .start(let payload): payload
        case .disk(let payload): payload
        case .volume(let payload): payload
        case .unlocked(let payload): payload
        case .windows(let payload): payload
        case .match(let payload): payload
        case .copied(let payload): payload
        case .mounted(let payload): payload
        case .removed(let payload): payload
        case .verified(let payload): payload
        case .volumeOutcome(let payload): payload
        case .note(let payload): payload
        case .end(let payload): payload
        case .signature(let payload): payload
        }
    }

    init(_ kind: Kind, from decoder: any Decoder) throws {
        self =
            switch kind {
            case .start: .start(try StartEvent(from: decoder))
            case .disk: .disk(try DiskEvent(from: decoder))
            case .volume: .volume(try VolumeEvent(from: decoder))
            case .unlocked: .unlocked(try UnlockedEvent(from: decoder))
            case .windows: .windows(try WindowsEvent(from: decoder))
            case .match: .match(try MatchEvent(from: decoder))
            case .copied: .copied(try CopiedEvent(from: decoder))
            case .mounted: .mounted(try MountedEvent(from: decoder))
            case .removed: .removed(try RemovedEvent(from: decoder))
            case .verified: .verified(try VerifiedEvent(from: decoder))
            case .volumeOutcome: .volumeOutcome(try VolumeOutcomeEvent(from: decoder))
            case .note: .note(try NoteEvent(from: decoder))
            case .end: .end(try EndEvent(from: decoder))
            case .signature: .signature(try SignatureEvent(from: decoder))
            }
    }
}
