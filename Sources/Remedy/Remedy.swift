/// What bad files an incident left on Windows machines, and what is done about them.
public struct Remedy: Sendable, Equatable {
    /// The incident's identifier, in kebab-case; it appears in logs.
    public let id: String
    /// The incident in one line.
    public let title: String
    /// Where the incident and its remedy are described.
    public let links: [String]
    /// The rules; each stands for itself.
    public let rules: [RemedyRule]

    /// A remedy from its parts.
    public init(id: String, title: String, links: [String], rules: [RemedyRule]) {
        self.id = id
        self.title = title
        self.links = links
        self.rules = rules
    }
}
