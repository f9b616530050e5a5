/// A volume: a partition or a whole disk with a content.
public struct VolumeEvent: Sendable, Equatable {
    /// Where it lies. In the log its members stand beside the others.
    public let volume: VolumeReference
    /// What it holds.
    public let kind: VolumeKind
    /// The file system's label.
    public let label: String?
    /// What NTFS says about itself.
    public let ntfs: NTFSState?
    /// What BitLocker says about its keys.
    public let bitlocker: BitLockerState?

    /// A volume.
    public init(
        volume: VolumeReference, kind: VolumeKind, label: String? = nil, ntfs: NTFSState? = nil,
        bitlocker: BitLockerState? = nil
    ) {
        self.volume = volume
        self.kind = kind
        self.label = label
        self.ntfs = ntfs
        self.bitlocker = bitlocker
    }
}

extension VolumeEvent: Codable {
    private enum CodingKeys: String, CodingKey { case kind, label, ntfs, bitlocker }

    /// Reads the members of `volume` beside the others.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        volume = try VolumeReference(from: decoder)
        kind = try container.decode(VolumeKind.self, forKey: .kind)
        label = try container.decodeIfPresent(String.self, forKey: .label)
        ntfs = try container.decodeIfPresent(NTFSState.self, forKey: .ntfs)
        bitlocker = try container.decodeIfPresent(BitLockerState.self, forKey: .bitlocker)
    }

    /// Writes the members of `volume`, then the others.
    public func encode(to encoder: any Encoder) throws {
        try volume.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encodeIfPresent(label, forKey: .label)
        try container.encodeIfPresent(ntfs, forKey: .ntfs)
        try container.encodeIfPresent(bitlocker, forKey: .bitlocker)
    }
}
