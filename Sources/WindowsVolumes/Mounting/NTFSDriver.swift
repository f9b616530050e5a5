/// A way to mount NTFS.
enum NTFSDriver: CustomStringConvertible, Equatable {
    /// `ntfs3`, for writing; with `force` it mounts a volume whose dirty flag is set.
    case kernel(force: Bool)
    /// `ntfs3`, for reading: also where the journal has no usable records, which it refuses to write over.
    case kernelReadOnly
    /// `ntfs-3g`, for writing.
    case user
    /// `ntfs-3g`, for reading.
    case userReadOnly

    var name: String {
        switch self {
        case .kernel, .kernelReadOnly: "ntfs3"
        case .user, .userReadOnly: "ntfs-3g"
        }
    }

    var isForced: Bool { self == .kernel(force: true) }

    var isWritable: Bool {
        switch self {
        case .kernel, .user: true
        case .kernelReadOnly, .userReadOnly: false
        }
    }

    var description: String { name + (isForced ? " with force" : isWritable ? "" : " for reading") }
}
