public import Diagnostics

/// The stable identifiers of this module's errors.
public enum DiskImageErrorCode: String, ErrorCode {
    /// A name, size, date or label that the format cannot hold.
    case invalidInput = "disk-image-invalid-input"
    /// The files do not fit into the volume.
    case volumeFull = "disk-image-volume-full"
    /// A file that is to go into the image cannot be read, or the image cannot be written.
    case fileAccess = "disk-image-file-access"
    /// A tool of the operating system is not installed.
    case toolMissing = "disk-image-tool-missing"
    /// A tool ended with an error; the message holds the command to run again and what it said.
    case toolFailed = "disk-image-tool-failed"
    /// A partition table or file system that is read does not hold together.
    case damaged = "disk-image-damaged"
    /// libfdisk refused the partition table.
    case partitionTable = "disk-image-partition-table"
}

/// What can go wrong while a disk image is made or read: an input that does not fit, or a tool that failed.
public typealias DiskImageError = CodedError<DiskImageErrorCode>
