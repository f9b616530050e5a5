/// The identifier of a BitLocker key protector (a GUID): what Windows shows as the key id.
public struct ProtectorID: Hashable, Sendable, CustomStringConvertible {
    // The 16 bytes in the order of the text, most significant first. Two words, because there may be 100,000 of them.
    private let high: UInt64
    private let low: UInt64

    /// The identifier of a text of 36 characters, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, in either case and in braces
    /// or not; nil if it is not that.
    public init?(_ text: String) { self.init(text: Array(text.utf8)[...]) }

    /// As from `String`, for UTF-8.
    init?(text: ArraySlice<UInt8>) {
        let isBraced = text.count == 38 && text.first == UInt8(ascii: "{") && text.last == UInt8(ascii: "}")
        let bare = isBraced ? text.dropFirst().dropLast() : text
        guard bare.count == 36 else { return nil }
        var digits: [UInt8] = []
        for (position, byte) in bare.enumerated() {
            if [8, 13, 18, 23].contains(position) {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                digits.append(byte)
            }
        }
        self.init(hexadecimal: digits[...])
    }

    /// The identifier of 36 characters without braces; nil if they are not a GUID. Without an array, because there are
    /// 100,000 of them.
    init?(guid text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 36 else { return nil }
        var words: (high: UInt64, low: UInt64) = (0, 0)
        var digits = 0
        for (position, byte) in text.enumerated() {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let value: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            if digits < 16 {
                words.high = words.high << 4 | UInt64(value)
            } else {
                words.low = words.low << 4 | UInt64(value)
            }
            digits += 1
        }
        high = words.high
        low = words.low
    }

    /// The identifier of 32 hexadecimal digits in the order of the text.
    init?(hexadecimal digits: ArraySlice<UInt8>) {
        guard digits.count == 32, let bytes = [UInt8](hexadecimal: digits) else { return nil }
        self.init(canonical: bytes)
    }

    /// The identifier of 16 bytes as Windows stores them: the first three fields little-endian (MS-DTYP, section 2.3.4.2).
    init?(stored bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 16 else { return nil }
        self.init(canonical: [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map { bytes[$0] })
    }

    private init(canonical bytes: [UInt8]) {
        high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The 36 characters in lower case.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for position in 0..<32 {
            if [8, 12, 16, 20].contains(position) { text.append(UInt8(ascii: "-")) }
            let word = position < 16 ? high : low
            text.append(digits[Int(word >> UInt64(60 - position % 16 * 4) & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The first 8 characters in upper case: how Windows' recovery screen tells one key from another.
    public var short: String { String(description.prefix(8)).uppercased() }
}

extension [UInt8] {
    /// The bytes of an even number of hexadecimal digits, or nil if there is something else among them.
    init?(hexadecimal digits: ArraySlice<UInt8>) {
        guard digits.count % 2 == 0 else { return nil }
        self = []
        var high: UInt8?
        for digit in digits {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
            default: return nil
            }
            if let first = high {
                append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
    }
}
