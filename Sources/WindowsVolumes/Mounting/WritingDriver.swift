/// Which drivers may write to a volume.
public enum WritingDriver: Sendable {
    /// `ntfs3`, and `ntfs-3g` where that refuses.
    ///
    /// - `overridingDirty`: Whether a set dirty flag may be overridden.
    case usual(overridingDirty: Bool)
    /// `ntfs-3g` alone.
    case other

    /// In the order in which they are tried.
    var drivers: [NTFSDriver] {
        switch self {
        case .usual(overridingDirty: false): [.kernel(force: false), .user]
        case .usual(overridingDirty: true): [.kernel(force: false), .kernel(force: true), .user]
        case .other: [.user]
        }
    }
}
