/// The sections of a text by their encoding: PowerShell's `>>` appends UTF-16 to whatever the file is in.
enum EncodedSections {
    enum Encoding: Equatable {
        case utf16(isLittleEndian: Bool)
        /// UTF-8 or a code page.
        case eightBit
    }

    struct Section {
        let range: Range<Int>
        let encoding: Encoding
    }

    /// This many units must look like another encoding before the encoding changes: text of Chinese or Japanese has single
    /// units that look like two letters of ASCII.
    private static let evidence = 16

    /// The sections, or nil if there is no UTF-16 in it.
    static func sections(of bytes: [UInt8]) -> [Section]? {
        let marked = mark(at: 0, in: bytes)
        if marked == nil, !bytes.contains(0) { return nil }
        var sections: [Section] = []
        var encoding = marked ?? .eightBit
        if marked == nil, let first = utf16(at: 0, in: bytes, evidence: 2) { encoding = first }
        var start = 0
        var index = 0
        while index < bytes.count {
            if case .utf16 = encoding {
                if isEightBit(at: index, in: bytes) {
                    sections.append(Section(range: start..<index, encoding: encoding))
                    (encoding, start) = (.eightBit, index)
                } else {
                    index += 2
                }
            } else {
                let next =
                    index + 1 < bytes.count && (bytes[index] == 0 || bytes[index + 1] == 0 || bytes[index] >= 0xFE)
                if next, let found = mark(at: index, in: bytes) ?? utf16(at: index, in: bytes, evidence: 4) {
                    sections.append(Section(range: start..<index, encoding: encoding))
                    (encoding, start) = (found, index)
                } else {
                    index += 1
                }
            }
        }
        sections.append(Section(range: start..<bytes.count, encoding: encoding))
        return sections.contains { $0.encoding != .eightBit } ? sections.filter { !$0.range.isEmpty } : nil
    }

    private static func mark(at index: Int, in bytes: [UInt8]) -> Encoding? {
        guard index + 1 < bytes.count else { return nil }
        return switch (bytes[index], bytes[index + 1]) {
        case (0xFF, 0xFE): .utf16(isLittleEndian: true)
        case (0xFE, 0xFF): .utf16(isLittleEndian: false)
        default: nil
        }
    }

    /// The order of bytes if units of ASCII begin at an index. Among the first 32 bytes others may stand between them.
    private static func utf16(at index: Int, in bytes: [UInt8], evidence: Int) -> Encoding? {
        var (little, big) = (0, 0)
        for place in stride(from: index, to: min(index + 32, bytes.count - 1), by: 2) {
            if bytes[place + 1] == 0, isText(bytes[place]) { little += 1 }
            if bytes[place] == 0, isText(bytes[place + 1]) { big += 1 }
        }
        let units = min(16, (bytes.count - index) / 2)
        if little >= evidence, little * 2 > units, bytes[index] != 0 { return .utf16(isLittleEndian: true) }
        if big >= evidence, big * 2 > units, bytes[index] == 0 { return .utf16(isLittleEndian: false) }
        return nil
    }

    /// Whether text of one byte a letter begins at an index.
    private static func isEightBit(at index: Int, in bytes: [UInt8]) -> Bool {
        guard isText(bytes[index]), index + evidence * 2 <= bytes.count else { return false }
        return bytes[index..<(index + evidence * 2)].allSatisfy(isText)
    }

    private static func isText(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) || (0x09...0x0D).contains(byte) }
}
