public import Digests
public import Timestamps

/// What is asked about a file besides its name. Absent conditions hold.
public struct RemedyConditions: Sendable, Equatable {
    /// Bytes that must stand at an offset.
    public struct HeaderBytes: Sendable, Equatable {
        /// The offset in the file, in bytes.
        public let offset: Int
        /// The bytes; with the offset within the first `FileFacts.headerSize` bytes.
        public let bytes: [UInt8]

        /// Bytes at an offset.
        public init(offset: Int, bytes: [UInt8]) {
            self.offset = offset
            self.bytes = bytes
        }
    }

    /// The content was last changed at this moment or later.
    public let modifiedFrom: UTCTime?
    /// The content was last changed before this moment.
    public let modifiedUntil: UTCTime?
    /// The content begins with these bytes, or has them at an offset.
    public let header: HeaderBytes?
    /// The smallest size in bytes.
    public let minimumSize: Int64?
    /// The largest size in bytes.
    public let maximumSize: Int64?
    /// The content's hash is one of these; empty when that is not asked.
    public let sha256: [SHA256Digest]

    /// Conditions that must all hold.
    public init(
        modifiedFrom: UTCTime? = nil, modifiedUntil: UTCTime? = nil, header: HeaderBytes? = nil,
        minimumSize: Int64? = nil, maximumSize: Int64? = nil, sha256: [SHA256Digest] = []
    ) {
        self.modifiedFrom = modifiedFrom
        self.modifiedUntil = modifiedUntil
        self.header = header
        self.minimumSize = minimumSize
        self.maximumSize = maximumSize
        self.sha256 = sha256
    }

    /// Whether nothing is asked.
    public var isEmpty: Bool { self == RemedyConditions() }
}
