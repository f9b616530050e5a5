public import Diagnostics
public import Vocabulary

/// Why an NTFS volume cannot be read at all.
public enum NTFSReaderErrorCode: ErrorCode, ReasonBearing {
    /// Neither the first sector nor its copy at the end is an NTFS boot sector.
    case notNTFS
    /// There is an NTFS boot sector whose numbers cannot be.
    case damagedBootSector
    /// The file table's own record cannot be read, and its mirror cannot either.
    case unreadableFileTable

    /// The reason as logs and reports know it: each is a volume for chkdsk, never one without Windows.
    public var reason: ReasonCode {
        switch self {
        case .notNTFS, .damagedBootSector, .unreadableFileTable: .damagedNTFS
        }
    }
}

/// What keeps an NTFS volume from being read.
public typealias NTFSReaderError = CodedError<NTFSReaderErrorCode>
