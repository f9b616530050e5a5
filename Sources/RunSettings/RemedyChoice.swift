/// Which remedies a run uses.
public enum RemedyChoice: Sendable, Equatable, CustomStringConvertible {
    /// All that the image carries. Files in `remedies/` on the stick are used only when they are named.
    case builtIn
    /// Those of these names, without `.yaml`: files in `remedies/` on the stick, else built in. None of them where what
    /// was given is not understood: then nothing can be looked for, and nobody says that there was nothing to do.
    case named([String])

    /// The choice in words.
    public var description: String {
        switch self {
        case .builtIn: "all built in"
        case .named([]): "none"
        case .named(let names): names.joined(separator: ", ")
        }
    }
}
