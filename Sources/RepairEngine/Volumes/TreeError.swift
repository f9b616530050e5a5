public import Diagnostics

/// Why something on a volume could not be looked at or changed. "Not there" is a kind of its own: it is an answer, all
/// others are failures.
public struct TreeError: DiagnosticError {
    /// What went wrong; the raw value is the stable code in the log.
    public enum Kind: String, Sendable {
        /// There is nothing of this name.
        case notFound = "not-found"
        /// It is a link, a junction or a mount point, which are never followed.
        case link = "is-a-link"
        /// It is there but is not what was expected: a folder in the place of a file, or the other way round.
        case unexpectedKind = "unexpected-kind"
        /// It is there (or may be) but cannot be read.
        case unreadable = "unreadable"
        /// It is there but cannot be removed.
        case notRemovable = "not-removable"
        /// It is larger than any file that a remedy could mean.
        case tooLarge = "too-large"
        /// It is not what it was when it was looked at.
        case changed = "changed"
        /// A folder of which not every block could be read: what it does not list may still be in it.
        case incompleteListing = "incomplete-listing"
        /// The driver, the folder's index and the files' own records do not agree on a folder's names.
        case viewsDiffer = "views-differ"
        /// A name that was in a folder before a removal and had to stay is not listed any more.
        case lostName = "lost-name"

        /// Whether it forbids any change of the volume: nobody knows what else is on it.
        var forbidsWriting: Bool { self == .incompleteListing || self == .viewsDiffer }
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
    public var codeText: String { kind.rawValue }
    /// The sentence for a person.
    public var message: String {
        let shown = path.isEmpty ? "the volume's root folder" : path
        let why = cause.map { " (\(($0 as? any DiagnosticError)?.message ?? "\($0)"))" } ?? ""
        return switch kind {
        case .notFound: "\(shown) is not there"
        case .link: "\(shown) is a link; links are not followed, because they may lead anywhere"
        case .unexpectedKind: "\(shown) is not the kind of entry that was expected\(why)"
        case .unreadable: "\(shown) is there but cannot be read\(why)"
        case .notRemovable: "\(shown) cannot be removed\(why)"
        case .tooLarge: "\(shown) is far larger than the file that is looked for; it was left alone: look at it by hand"
        case .incompleteListing:
            "\(shown) cannot be read completely\(why); save the data, then run chkdsk from Windows setup media or replace "
                + "the disk"
        case .viewsDiffer:
            "\(shown) is not the same to two readers\(why); run chkdsk from Windows setup media, then start again"
        case .lostName:
            "\(shown) was there before the removal and is not listed any more; run chkdsk from Windows setup media"
        case .changed: "\(shown) is not what it was a moment ago; it was left alone: run chkdsk, then start again"
        }
    }
}
