public import Diagnostics

/// Why an NTFS volume cannot be read at all.
public struct NTFSReaderError: DiagnosticError {
    /// What went wrong; the raw value is stable.
    public enum Code: String, Sendable, CaseIterable {
        /// Neither the first sector nor its copy at the end is an NTFS boot sector.
        case notNTFS = "not-ntfs"
        /// There is an NTFS boot sector whose numbers cannot be.
        case damagedBootSector = "damaged-boot-sector"
        /// The file table's own record cannot be read, and its mirror cannot either.
        case unreadableFileTable = "unreadable-file-table"
    }

    /// What went wrong.
    public let code: Code
    /// The sentence for a person.
    public let message: String
    /// The error below this one.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The stable code.
    public var codeText: String { code.rawValue }
}
