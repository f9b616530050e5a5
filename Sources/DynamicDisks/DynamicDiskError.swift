public import Diagnostics

/// Why the volumes of a dynamic disk are not known.
public enum DynamicDiskErrorCode: String, ErrorCode {
    /// The disk does not read what is needed of its database.
    case unreadable = "dynamic-disk-unreadable"
    /// No copy of the database is sound.
    case damaged = "dynamic-disk-damaged"
    /// Windows was stopped in the middle of a change to the volumes.
    case unfinishedChange = "dynamic-disk-unfinished-change"
    /// The database is of a version or size that is not known.
    case unsupported = "dynamic-disk-unsupported"
}

/// What keeps the database of a dynamic disk from being read.
public typealias DynamicDiskError = CodedError<DynamicDiskErrorCode>
