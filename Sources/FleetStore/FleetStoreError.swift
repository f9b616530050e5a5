public import Diagnostics

/// What went wrong.
public enum FleetStoreErrorCode: String, ErrorCode {
    /// The file is no database of Unloop's.
    case notACollection = "collection-foreign"
    /// The database was made by a newer Unloop.
    case newerCollection = "collection-newer"
    /// The database cannot be opened, read or written.
    case collectionFailed = "collection-failed"
    /// A source cannot be opened or read.
    case sourceNotReadable = "source-not-readable"
    /// A source is nothing that logs are read from.
    case sourceUnknown = "source-unknown"
    /// A file is no log of a run.
    case noLog = "collected-no-log"
    /// There is no log in a source.
    case sourceEmpty = "source-empty"
    /// A source is larger or deeper than any stick's.
    case sourceTooLarge = "source-too-large"
}

/// A collection cannot be opened, read or written, or a source of it cannot be read.
public typealias FleetStoreError = CodedError<FleetStoreErrorCode>
