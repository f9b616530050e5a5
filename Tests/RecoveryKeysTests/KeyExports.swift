/// The same keys as administrators export them: every layout, encoding and spelling, each with its truth.
///
/// All of it follows from a seed, so that a failure can be had again.
struct KeyExports {
    /// A key, the identifier that it belongs to, and GUIDs that mean something else.
    struct Record {
        let computer: String
        let key: String
        let id: String
        let device: String
        let volume: String
    }

    /// A file and what is in it.
    struct Export {
        let name: String
        let bytes: [UInt8]
        /// The identifier of each key; nil where the file does not have it.
        let truth: [String: String?]
    }

    /// A text before it is encoded.
    struct Layout {
        let name: String
        let text: String
        var hasIdentifiers = true
    }

    /// SplitMix64: the same numbers everywhere.
    struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
    }

    var generator: Generator
    let records: [Record]

    init(seed: UInt64, count: Int) {
        var generator = Generator(state: seed)
        records = (0..<count).map { index in
            Record(
                computer: "PC-\(100 + index)", key: SampleKeys.password(Int.random(in: 1..<60_000, using: &generator)),
                id: Self.guid(&generator), device: Self.guid(&generator), volume: Self.guid(&generator))
        }
        self.generator = generator
    }

    static func guid(_ generator: inout Generator) -> String {
        let digits = (0..<2).map { _ in
            let text = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        let parts = [8, 4, 4, 4, 12].reduce(into: (rest: Substring(digits), parts: [Substring]())) { state, length in
            state.parts.append(state.rest.prefix(length))
            state.rest = state.rest.dropFirst(length)
        }
        return parts.parts.joined(separator: "-")
    }

    /// All layouts in one encoding each, which the seed chooses.
    mutating func all() -> [Export] {
        let layouts = tables() + pairsInRows() + texts() + folded() + markup() + json()
        return layouts.map { layout in
            let (spelling, spelled) = spell(layout.text)
            let (encoding, bytes) = encode(spelled)
            var truth: [String: String?] = [:]
            for record in records { truth[record.key] = .some(layout.hasIdentifiers ? record.id : nil) }
            return Export(name: "\(layout.name), \(spelling), \(encoding)", bytes: bytes, truth: truth)
        }
    }

    // MARK: Spellings and encodings

    /// The digits and hyphens of the keys as some program or script writes them. Folded texts stay as they are.
    private mutating func spell(_ text: String) -> (String, String) {
        let spellings: [(String, (String) -> String)] = [
            ("hyphens", { $0 }),
            ("non-breaking hyphens", { $0.replacing("-", with: "\u{2011}") }),
            ("en dashes", { $0.replacing("-", with: "\u{2013}") }),
            ("zero-width blanks", { $0.replacing("-", with: "-\u{200B}") }),
            ("Arabic digits", { Self.digits($0, from: 0x660) }),
            ("full-width digits", { Self.digits($0, from: 0xFF10) }),
            ("Devanagari digits", { Self.digits($0, from: 0x966) }),
        ]
        let spelling = spellings[Int.random(in: 0..<spellings.count, using: &generator)]
        return (spelling.0, records.reduce(text) { $0.replacing($1.key, with: spelling.1($1.key)) })
    }

    private static func digits(_ text: String, from zero: UInt32) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    scalar.properties.numericType == .decimal
                        ? Unicode.Scalar(zero + scalar.value - 48) ?? scalar : scalar
                }))
    }

    private mutating func encode(_ text: String) -> (String, [UInt8]) {
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        let lines = Bool.random(using: &generator) ? text : text.replacing("\n", with: "\r\n")
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: return ("UTF-8 with a mark", [0xEF, 0xBB, 0xBF] + lines.utf8)
        case 1: return ("UTF-16", [0xFF, 0xFE] + Self.utf16(lines))
        case 2: return ("big-endian UTF-16", [0xFE, 0xFF] + Self.utf16(lines, isLittleEndian: false))
        case 3 where isASCII: return ("UTF-16 without a mark", Self.utf16(lines))
        case 4:
            // The first line by one program, the rest appended by another.
            let first = "Key export of the helpdesk, made by hand\n\n"
            return ("UTF-16 after ASCII", Array(first.utf8) + Self.utf16("Second part of it\n\n") + Self.utf16(lines))
        default: return ("UTF-8", Array(lines.utf8))
        }
    }

    static func utf16(_ text: String, isLittleEndian: Bool = true) -> [UInt8] {
        text.utf16.flatMap { unit in
            let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
            return isLittleEndian ? bytes : bytes.reversed()
        }
    }
}
