/// A recovery key that opened a volume: it lay on a stick or was typed, and is to be replaced.
public struct KeyUse: Sendable, Equatable {
    /// What the machine is known by.
    public let machine: String
    /// The volume.
    public let device: String
    /// The kind of key protector, such as `recovery-password`.
    public let kind: String
    /// The key protector's identifier; nil where the record could not tell which of several it was.
    public let protectorID: String?
    /// When the first run that used it began, as its record says.
    public let time: String?
}

/// A key that would open a volume of a machine that is locked.
public struct MissingKey: Sendable, Equatable {
    /// The key protector's identifier.
    public let protectorID: String
    /// What the machine is known by.
    public let machine: String
    /// The volume.
    public let device: String
}

/// A machine whose disks were not all seen.
public struct UnseenDisk: Sendable, Equatable {
    /// What the machine is known by.
    public let machine: String
    /// The maker and the product.
    public let model: String?
    /// What was seen instead, or what hides the disk.
    public let finding: String
}

/// A record that is not to be believed in every point.
public struct RecordDoubt: Sendable, Equatable {
    /// What is wrong with it.
    public enum Kind: String, Sendable, CaseIterable {
        /// A line was changed after it was written.
        case edited
        /// Another record says something else of the same run: one of them is not what was written.
        case contested
        /// It has no end.
        case cut
        /// Its lines have no hashes: changes cannot be detected.
        case unchained
        /// Lines cannot be read: the stick lost them.
        case damaged
        /// The machine's clock was wrong: its times are no evidence.
        case wrongClock = "wrong-clock"
        /// It has no name: it counts for a machine of its own, and may be another's.
        case uncertainMachine = "uncertain-machine"
        /// The numbers in the machine's firmware are those of a computer with another name, too.
        case sharedNumber = "shared-number"
        /// The computer had another name before.
        case renamed
    }

    /// What is wrong.
    public let kind: Kind
    /// The record's file.
    public let file: String
    /// What the machine is known by.
    public let machine: String
    /// What it means, or the first line that is concerned.
    public let detail: String
}
