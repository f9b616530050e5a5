/// Why a disk is not written.
public enum StickRefusal: Sendable, Equatable, CustomStringConvertible {
    /// The running system uses it for the folder.
    case systemDisk(folder: String)
    /// Something of it is mounted on the folder.
    case mounted(folder: String)
    /// The system swaps to it.
    case swap
    /// It is part of another device.
    case held(by: String)
    /// The medium refuses to be written.
    case readOnly
    /// It has less room, in bytes, than is needed.
    case tooSmall(needed: Int64)
    /// Its sectors, in bytes, are larger than those of the image.
    case largeSectors(Int)
    /// It is built in, as far as one can see; the user may force it.
    case notRemovable
    /// This user may not write it.
    case noAccess(path: String)

    /// The reason for a person, with the remedy where there is one.
    public var description: String {
        switch self {
        case .systemDisk(let folder): "holds the running system (\(folder))"
        case .mounted(let folder): "mounted on \(folder); unmount it first"
        case .swap: "used for swap; turn that off first (swapoff)"
        case .held(let holder): "part of \(holder); take that apart first"
        case .readOnly: "write-protected; look for a switch on the stick"
        case .tooSmall(let needed): "too small; the image needs \(needed / 1_000_000 + 1) MB"
        case .largeSectors(let size): "sectors of \(size) bytes; the image needs 512"
        case .notRemovable: "not removable; to force: --allow-fixed --serial N"
        case .noAccess(let path):
            "no permission to write; use sudo, join its group (sudo adduser \"$USER\" disk, then log in again), or run once: "
                + "sudo setfacl -m \"u:$USER:rw\" \(path)"
        }
    }
}
