internal import Secrets

/// Turns what consoles send into keys. A scanner or a paste sends many at once; an arrow key or a letter beyond ASCII may
/// arrive in pieces on a serial line.
///
/// Sequences are those of the kernel's console and of xterm (console_codes(4), "Linux Console Controls").
struct KeyDecoder {
    /// The beginning of a letter or a sequence that is not complete yet.
    private var pending: [UInt8] = []
    /// Anything longer is not a key and is dropped.
    private static let limit = 16

    /// The keys that are complete with these bytes.
    mutating func keys(of bytes: [UInt8]) -> [TypedKey] {
        var rest = (pending + bytes)[...]
        pending.wipe()
        var keys: [TypedKey] = []
        while let first = rest.first {
            guard let length = Self.length(of: rest) else {
                if rest.count < Self.limit { pending = Array(rest) }
                break
            }
            if let key = Self.key(first, rest.prefix(length)) { keys.append(key) }
            rest = rest.dropFirst(length)
        }
        return keys
    }

    /// Drops an incomplete key.
    mutating func reset() { pending.wipe() }

    /// The length in bytes of the key that begins here; nil if it is not complete.
    private static func length(of bytes: ArraySlice<UInt8>) -> Int? {
        let parts = bytes.dropFirst()
        switch bytes.first {
        case 0x1B:
            guard let second = parts.first else { return nil }
            guard second == UInt8(ascii: "[") || second == UInt8(ascii: "O") else { return 1 }
            // Parameters, then one final byte.
            let parameters = parts.dropFirst().prefix { (0x30...0x3F).contains($0) }
            return parts.count > 1 + parameters.count ? 3 + parameters.count : nil
        case let first? where first >= 0xC2 && first < 0xF5:
            // UTF-8: the first byte gives the length (RFC 3629, section 3).
            let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            let following = parts.prefix(length - 1).prefix { $0 & 0xC0 == 0x80 }
            return following.count == length - 1 || parts.count > following.count ? 1 + following.count : nil
        default: return 1
        }
    }

    private static func key(_ first: UInt8, _ bytes: ArraySlice<UInt8>) -> TypedKey? {
        switch first {
        case 0x0D, 0x0A: return .enter
        case 0x09: return .tab
        case 0x7F, 0x08: return .backspace
        case 0x1B:
            guard let last = bytes.dropFirst(2).last else { return .escape }
            return sequence(String(decoding: bytes.dropFirst(2).dropLast(), as: UTF8.self), last)
        default:
            let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first
            return scalar.flatMap { $0.value >= 32 ? .character($0) : nil }
        }
    }

    private static func sequence(_ parameter: String, _ last: UInt8) -> TypedKey? {
        switch (UnicodeScalar(last), parameter) {
        case ("D", _): .left
        case ("C", _): .right
        case ("H", _), ("~", "1"), ("~", "7"): .home
        case ("F", _), ("~", "4"), ("~", "8"): .end
        case ("~", "3"): .delete
        default: nil
        }
    }
}
