/// A key or passphrase, in every form in which a program could let it slip.
enum Secret: Sendable {
    case recoveryPassword(String)
    case passphrase(String)
    case key(hexadecimal: String)

    /// The forms as bytes: text with and without hyphens and with blanks, in UTF-8 and UTF-16 of both byte orders; the 16
    /// bytes that a recovery password stands for (each group divided by 11); keys raw and in digits.
    var forms: [[UInt8]] {
        switch self {
        case .recoveryPassword(let text):
            let groups = text.split(separator: "-")
            let numbers = groups.flatMap { group -> [UInt8] in
                let number = UInt16(clamping: (Int(group) ?? 0) / 11)
                return [UInt8(truncatingIfNeeded: number), UInt8(number >> 8)]
            }
            return ["-", "", " "].map { groups.joined(separator: $0) }.flatMap(Self.encodings) + [numbers]
        case .passphrase(let text): return Self.encodings(text)
        case .key(let digits):
            let values = digits.utf8.map { UInt8(String(UnicodeScalar($0)), radix: 16) ?? 0 }
            let bytes = stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
            return [bytes] + Self.encodings(digits.lowercased()) + Self.encodings(digits.uppercased())
        }
    }

    private static func encodings(_ text: String) -> [[UInt8]] {
        let units = Array(text.utf16)
        return [
            Array(text.utf8), units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] },
            units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] },
        ]
    }
}
