/// What an NTFS volume says about itself before anything is mounted.
public struct NTFSState: Sendable, Equatable, Codable {
    /// Whether a Windows sleeps on the volume.
    public enum Hibernation: String, Sendable, CaseIterable, Codable {
        /// There is no hibernation file, or its session was used up.
        case none
        /// A Windows sleeps (or did a fast start-up's shutdown): writing would lose data.
        case hibernated
        /// The file is there and could not be read.
        case unknown
    }

    /// Whether the dirty flag (`$Volume`, flag 0x0001) is set.
    public let dirty: Bool?
    /// The version of `$LogFile`, such as `1.1` or `2.0`; nil if it cannot be read.
    public let logVersion: String?
    /// Whether the log was closed; nil if it cannot be read.
    public let logClean: Bool?
    /// Whether a Windows sleeps on the volume.
    public let hibernation: Hibernation

    /// A state; what cannot be read is nil.
    public init(dirty: Bool?, logVersion: String? = nil, logClean: Bool? = nil, hibernation: Hibernation) {
        self.dirty = dirty
        self.logVersion = logVersion
        self.logClean = logClean
        self.hibernation = hibernation
    }
}
