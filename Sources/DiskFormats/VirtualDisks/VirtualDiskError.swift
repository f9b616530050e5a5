public import Diagnostics

/// The stable identifiers of what keeps a virtual disk from being worked on.
public enum VirtualDiskErrorCode: String, ErrorCode {
    /// It is no disk, or of a kind that Unloop does not know.
    case unknownFormat = "virtual-disk-unknown"
    /// Its name says another format than its content.
    case ambiguousFormat = "virtual-disk-ambiguous"
    /// A structure of the container contradicts itself, or reaches beyond the file.
    case damaged = "virtual-disk-damaged"
    /// It holds the differences to another disk.
    case hasParent = "virtual-disk-has-parent"
    /// It holds snapshots that share its data.
    case hasSnapshots = "virtual-disk-has-snapshots"
    /// Its data is in other files than Unloop works on.
    case externalData = "virtual-disk-data-elsewhere"
    /// Its data cannot be changed in place.
    case compressed = "virtual-disk-compressed"
    /// The container encrypts it.
    case encrypted = "virtual-disk-encrypted"
    /// Sectors of a size that cannot be worked on in this container.
    case sectorSize = "virtual-disk-sector-size"
    /// The memory of a machine that was suspended belongs to it.
    case savedState = "virtual-disk-saved-state"
}

/// Why a virtual disk is not worked on, and what to do.
public typealias VirtualDiskError = CodedError<VirtualDiskErrorCode>
