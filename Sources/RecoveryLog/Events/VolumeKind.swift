/// What a volume holds, by its content.
public enum VolumeKind: Sendable, Equatable {
    /// An NTFS file system.
    case ntfs
    /// A BitLocker volume.
    case bitlocker
    /// Something else, by the name that libblkid has for it, such as `vfat`.
    case other(String)
}

extension VolumeKind: Codable {
    private static let otherPrefix = "other:"

    /// Reads `ntfs`, `bitlocker` or `other:` and a name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        switch try container.decode(String.self) {
        case "ntfs": self = .ntfs
        case "bitlocker": self = .bitlocker
        case let text where text.hasPrefix(Self.otherPrefix):
            self = .other(String(text.dropFirst(Self.otherPrefix.count)))
        case let text:
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown kind of volume: \(text)")
        }
    }

    /// Writes `ntfs`, `bitlocker` or `other:` and a name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .ntfs: try container.encode("ntfs")
        case .bitlocker: try container.encode("bitlocker")
        case .other(let name): try container.encode(Self.otherPrefix + name)
        }
    }
}
