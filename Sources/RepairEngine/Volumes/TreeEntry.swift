/// One name in a folder of a volume, as the folder lists it: whether it can be opened is another question.
public struct TreeEntry: Sendable, Equatable {
    /// What a folder's entry stands for.
    public enum Kind: Sendable {
        case file
        case folder
        /// A symbolic link, a junction or a mount point.
        case link
        /// Anything else, or nothing that the folder says.
        case other
    }

    /// The name as it is stored.
    public let name: String
    /// What it stands for.
    public let kind: Kind

    /// An entry.
    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
