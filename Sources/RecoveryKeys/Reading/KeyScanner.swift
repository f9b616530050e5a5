/// Finds identifiers and keys in text of any language: a GUID, in braces or bare, and what looks like 48 digits.
///
/// What looks like a key is found though it is none, so that a mistyped key is told and not passed over.
struct KeyScanner {
    enum Token {
        case identifier(ProtectorID)
        /// A text that looks like a key, and its line, from 1 where the scanner's text begins.
        case key(ArraySlice<UInt8>, line: Int)
    }

    private var rest: ArraySlice<UInt8>
    private var line = 0
    /// The tokens of the current line that were not handed out, the last first.
    private var pending: [Token] = []

    init(_ text: ArraySlice<UInt8>) { rest = text }

    /// The next token, or nil at the end of the text.
    mutating func next() -> Token? {
        while pending.isEmpty, !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            line += 1
            scan(rest[..<end])
            rest = rest[min(end + 1, rest.endIndex)...]
        }
        return pending.popLast()
    }

    private mutating func scan(_ line: ArraySlice<UInt8>) {
        var tokens: [Token] = []
        for word in Self.runs(of: [.letter, .digit, .hyphen, .invisible], in: line) {
            if let identifier = ProtectorID(text: word) {
                tokens.append(.identifier(identifier))
            } else if Self.looksLikeKey(word) {
                tokens.append(.key(word, line: self.line))
            }
        }
        let hasKey = tokens.contains { if case .key = $0 { true } else { false } }
        if !hasKey {
            // Groups with blanks between them. Second, because a date or a number before a key would become part of it.
            for run in Self.runs(of: [.digit, .hyphen, .blank, .invisible], in: line)
            where run.count(where: Self.isDigit) >= Self.leastDigits {
                tokens.append(.key(run, line: self.line))
            }
        }
        pending = tokens.reversed()
    }

    /// With fewer digits, a text without separators is taken for some other number.
    private static let leastDigits = 36

    /// Whether a word is a key, or was one before it was mistyped or cut: nothing but many digits, or at least three
    /// groups of six digits between hyphens.
    static func looksLikeKey(_ word: ArraySlice<UInt8>) -> Bool {
        var digits = 0
        var others = 0
        var groups = 0
        var group = 0
        var index = word.startIndex
        while index < word.endIndex {
            let character = KeyCharacter.at(index, in: word)
            index += character.length
            switch character.kind {
            case .digit: (digits, group) = (digits + 1, group + 1)
            case .invisible: break
            case .hyphen:
                if group == 6 { groups += 1 }
                group = 0
            // A group with a letter in it is none.
            case .letter: (others, group) = (others + 1, group + 100)
            case .blank, .lineEnd, .other: return false
            }
        }
        if group == 6 { groups += 1 }
        return groups >= 3 || others == 0 && digits >= leastDigits
    }

    private static func runs(of kinds: Set<KeyCharacter.Kind>, in line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var runs: [ArraySlice<UInt8>] = []
        var start: Int?
        var index = line.startIndex
        while index < line.endIndex {
            let character = KeyCharacter.at(index, in: line)
            if kinds.contains(character.kind) {
                start = start ?? index
            } else if let first = start {
                runs.append(line[first..<index])
                start = nil
            }
            index += character.length
        }
        if let first = start { runs.append(line[first...]) }
        return runs
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension ProtectorID {
    /// The first identifier that stands anywhere in a text.
    static func first(in text: ArraySlice<UInt8>) -> ProtectorID? {
        var scanner = KeyScanner(text)
        while let token = scanner.next() {
            if case .identifier(let identifier) = token { return identifier }
        }
        return nil
    }
}
