internal import Vocabulary

/// A file name with wildcards, compared without regard to case: `*` stands for any text, `?` for one character.
///
/// Case is folded letter by letter, as NTFS does it with its `$UpCase` table; `ß` and `SS` are different names there.
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as it was written.
    public let description: String
    private let scalars: [Unicode.Scalar]

    /// A pattern from its text.
    public init(_ text: String) {
        description = text
        scalars = NTFSName.folded(text)
    }

    /// Whether a name is meant. Takes at most as many steps as the two lengths multiplied: there is no nested going back.
    public func matches(_ name: String) -> Bool {
        // Most names of a volume differ in their first letter, and are asked about by the hundred thousand.
        if let first = scalars.first, first != "*", first != "?",
            name.unicodeScalars.first.map({ NTFSName.folded($0) }) != first
        {
            return false
        }
        let name = NTFSName.folded(name)
        var (position, inName) = (0, 0)
        // Where the last star stands, and how far into the name it reaches so far. Earlier stars need no second try:
        // what follows them was found as early as it could be.
        var star: (position: Int, inName: Int)?
        while inName < name.count {
            if position < scalars.count, scalars[position] == "*" {
                star = (position, inName)
                position += 1
            } else if position < scalars.count, scalars[position] == "?" || scalars[position] == name[inName] {
                position += 1
                inName += 1
            } else if let last = star {
                star = (last.position, last.inName + 1)
                (position, inName) = (last.position + 1, last.inName + 1)
            } else {
                return false
            }
        }
        return scalars[position...].allSatisfy { $0 == "*" }
    }

    /// The letters and digits before the first wildcard.
    var literalStart: Int {
        scalars.prefix { $0 != "*" && $0 != "?" }.count {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
    }
}
