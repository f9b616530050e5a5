public import Diagnostics
public import Vocabulary

/// Why something on a volume could not be looked at or changed. "Not there" is a kind of its own: it is an answer, all
/// others are failures.
public struct TreeError: DiagnosticError, ReasonBearing {
    /// What went wrong.
    public enum Kind: Sendable, CaseIterable {
        /// There is nothing of this name.
        case notFound
        /// It is a link, a junction or a mount point, which are never followed.
        case link
        /// It is there but is not what was expected: a folder in the place of a file, or the other way round.
        case unexpectedKind
        /// It is there (or may be) but cannot be read.
        case unreadable
        /// It is there but cannot be removed.
        case notRemovable
        /// It is larger than any file that a remedy could mean.
        case tooLarge
        /// It is not what it was when it was looked at.
        case changed
        /// A folder of whose index not every block could be read: what it does not list may still be in it.
        case incompleteFolder
        /// The file table, of which not every record in use could be read.
        case incompleteFileTable
        /// The driver, the folder's index and the files' own records do not agree on a folder's names.
        case namesDiffer
        /// A name that was in a folder before a removal and had to stay is not listed any more.
        case lostName

        /// Whether it forbids any change of the volume: nobody knows what else is on it.
        var forbidsWriting: Bool {
            switch self {
            case .incompleteFolder, .incompleteFileTable, .namesDiffer: true
            case .notFound, .link, .unexpectedKind, .unreadable, .notRemovable, .tooLarge, .changed, .lostName: false
            }
        }
    }

    /// What went wrong.
    public let kind: Kind
    /// The path on the volume, for example `Windows/System32`.
    public let path: String
    /// The error below this one.
    public let cause: (any Error)?

    /// An error at a path, which is given as its components.
    public init(_ kind: Kind, path: [String], cause: (any Error)? = nil) {
        self.kind = kind
        self.path = path.joined(separator: "/")
        self.cause = cause
    }

    /// The same of something that its folder lists: that it is "not there" means that its record is damaged.
    var asListed: TreeError { kind == .notFound ? TreeError(.unreadable, path: [path], cause: cause) : self }

    /// The stable code.
    public var codeText: String { reason.rawValue }
    /// The reason as logs and reports know it.
    public var reason: ReasonCode {
        switch kind {
        case .notFound: .notFound
        case .link: .link
        case .unexpectedKind: .unexpectedKind
        case .unreadable: .unreadable
        case .notRemovable: .notRemovable
        case .tooLarge: .fileTooLarge
        case .changed: .changed
        case .incompleteFolder: .incompleteFolder
        case .incompleteFileTable: .incompleteFileTable
        case .namesDiffer: .namesDiffer
        case .lostName: .lostName
        }
    }
    /// The sentence for a person.
    public var message: String {
        let shown = path.isEmpty ? "the volume's root folder" : path
        let why = cause.map { " (\(($0 as? any DiagnosticError)?.message ?? "\($0)"))" } ?? ""
        return switch kind {
        case .notFound: "\(shown) is not there"
        case .link: "\(shown) is a link; links are not followed, because they can lead anywhere"
        case .unexpectedKind: "\(shown) is not a file or folder as expected\(why)"
        case .unreadable: "\(shown) is there but cannot be read\(why)"
        case .notRemovable: "\(shown) cannot be removed\(why)"
        case .tooLarge: "\(shown) is far larger than any bad file, so it was left alone; look at it by hand"
        case .incompleteFolder: "\(shown) cannot be read whole\(why)"
        case .incompleteFileTable: "the file table cannot be read whole\(why)"
        case .namesDiffer: "the names in \(shown) are not certain\(why)"
        case .lostName: "\(shown) is missing since the removal\(why); run chkdsk from Windows setup media"
        case .changed: "\(shown) changed since it was checked, so it was left alone; run chkdsk, then start again"
        }
    }
}
