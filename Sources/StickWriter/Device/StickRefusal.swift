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
    /// It is built in, as far as one can see; the user may insist.
    case notRemovable
    /// This user may not write it.
    case noAccess(path: String)

    /// The reason for a person, with the remedy where there is one.
    public var description: String {
        switch self {
        case .systemDisk(let folder): "the running system is on it (\(folder))"
        case .mounted(let folder): "it is mounted on \(folder); unmount it first"
        case .swap: "the system swaps to it; switch that off first (swapoff)"
        case .held(let holder): "it is part of \(holder); take that apart first"
        case .readOnly: "it is write-protected; look for a switch on it"
        case .tooSmall(let needed): "it is too small; the image needs \(needed / 1_000_000 + 1) MB"
        case .largeSectors(let size): "its sectors have \(size) bytes; the image needs 512"
        case .notRemovable: "it is not removable; --allow-fixed and its serial number insist"
        case .noAccess(let path):
            "you may not write it; use sudo, or join its group (sudo adduser \"$USER\" disk, then log in again), or once: "
                + "sudo setfacl -m \"u:$USER:rw\" \(path)"
        }
    }
}
