/// Base64 (RFC 4648, section 4), strictly: no blanks, no bits left over.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let values: [UInt8?] = {
        var values = [UInt8?](repeating: nil, count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()
    private static let pad = UInt8(ascii: "=")

    /// The text of bytes. It is the caller's to wipe.
    static func encode(_ bytes: some Collection<UInt8>, padding: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> count & 63)])
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << (6 - count) & 63)]) }
        while padding, text.count % 4 != 0 { text.append(pad) }
        return text
    }

    /// The bytes of a text, or nil if it is not base64.
    ///
    /// - Parameter padding: whether `=` must fill the last four characters; otherwise there must be none.
    static func decode(_ text: ArraySlice<UInt8>, padding: Bool) -> [UInt8]? {
        let letters = padding ? text.prefix(text.count - text.suffix(2).count { $0 == pad }) : text
        guard letters.count % 4 != 1, !padding || text.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letters.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for letter in letters {
            guard let value = values[Int(letter)] else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        // The bits that are left over are zero, so that every content has one text.
        return bits & (1 << count - 1) == 0 ? bytes : nil
    }
}
