public import Digests

/// What a rule may ask about a file.
public struct FileFacts: Sendable, Equatable {
    /// How many bytes of a file `header` holds, if the file has as many.
    public static let headerSize = 512

    /// The file's name, without its folder.
    public let name: String
    /// The file's size in bytes.
    public let size: Int64
    /// When the content was last changed, in seconds since 1970, rounded down.
    public let modified: Int64
    /// The first `headerSize` bytes, fewer if the file is shorter; nil if they could not be read.
    public let header: [UInt8]?
    /// The hash of the content; nil if no rule needs it or the file could not be read.
    public let sha256: SHA256Digest?

    /// Facts about a file.
    public init(name: String, size: Int64, modified: Int64, header: [UInt8]?, sha256: SHA256Digest? = nil) {
        self.name = name
        self.size = size
        self.modified = modified
        self.header = header
        self.sha256 = sha256
    }
}
