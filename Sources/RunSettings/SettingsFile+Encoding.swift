extension SettingsFile {
    /// The text of a file in UTF-8, without the byte order mark that it may begin with: from UTF-16 where a mark says so,
    /// as Notepad writes it. What is neither comes back as it is.
    ///
    /// Half a character at the end of UTF-16, or half of a surrogate pair, becomes U+FFFD, which no setting takes.
    public static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        switch bytes.prefix(3) {
        case [0xEF, 0xBB, 0xBF]: Array(bytes.dropFirst(3))
        case let mark where mark.starts(with: [0xFF, 0xFE]): utf8(ofUTF16: bytes, lowByte: 0)
        case let mark where mark.starts(with: [0xFE, 0xFF]): utf8(ofUTF16: bytes, lowByte: 1)
        default: bytes
        }
    }

    private static func utf8(ofUTF16 bytes: [UInt8], lowByte: Int) -> [UInt8] {
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
            UInt16(bytes[index + lowByte]) | UInt16(bytes[index + 1 - lowByte]) << 8
        }
        return Array(String(decoding: units, as: UTF16.self).utf8) + (bytes.count % 2 == 1 ? [0xEF, 0xBF, 0xBD] : [])
    }
}
