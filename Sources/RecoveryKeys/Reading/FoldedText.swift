internal import Secrets

/// Text whose lines were folded, with its lines put together again: LDIF (RFC 2849, note 2), PowerShell's lists, and
/// quoted-printable (RFC 2045, section 6.7).
struct FoldedText {
    /// The text. The caller wipes it.
    private(set) var bytes: [UInt8] = []
    /// The line of the source at which each line begins.
    private(set) var numbers: [Int] = []

    /// The unfolded text, or nil if no line of it was folded.
    static func unfolded(_ text: ArraySlice<UInt8>, firstLine: Int = 1) -> FoldedText? {
        let isLDIF = isLDIF(text)
        guard isLDIF || mayBeList(text) else { return nil }
        var folded = FoldedText()
        // LDIF's base64 shrinks, all else stays.
        folded.bytes.reserveCapacity(text.count + 1)
        folded.unfold(text, isLDIF: isLDIF, firstLine: firstLine)
        return folded
    }

    /// Wipes the text.
    mutating func wipe() { bytes.wipe() }

    /// Whether an entry of LDIF begins in a text.
    static func isLDIF(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text.prefix(65_536)
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            let line = rest[rest.startIndex..<end]
            if line.starts(with: "dn:".utf8) { return true }
            rest = rest[min(end + 1, rest.endIndex)...]
        }
        return false
    }

    /// Whether some line begins with blanks, as the second line of a folded value does.
    private static func mayBeList(_ text: ArraySlice<UInt8>) -> Bool {
        text.firstRange(ofText: "\n   ") != nil && text.firstRange(ofText: " : ") != nil
    }

    private mutating func unfold(_ text: ArraySlice<UInt8>, isLDIF: Bool, firstLine: Int) {
        var number = firstLine
        var rest = text
        /// Where the value of the current line begins, in characters; nil if the line is no `label : value`.
        var column: Int?
        var isComment = false
        var lineStart = 0
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            var line = rest[rest.startIndex..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            if line.last == 0x0D { line = line.dropLast() }
            let blanks = line.prefix { $0 == 0x20 }.count
            let continues =
                isLDIF
                ? blanks > 0 && bytes.count > lineStart
                : blanks > 0 && blanks == column && blanks < line.count
            if continues {
                if !isComment { bytes.append(contentsOf: line.dropFirst(isLDIF ? 1 : blanks)) }
            } else {
                closeLine(from: lineStart, isLDIF: isLDIF)
                lineStart = bytes.count
                isComment = isLDIF && line.first == UInt8(ascii: "#")
                numbers.append(number)
                if !isComment { bytes.append(contentsOf: line) }
                column = Self.valueColumn(line)
            }
            number += 1
        }
        closeLine(from: lineStart, isLDIF: isLDIF)
    }

    /// Ends a line, and replaces what LDIF has in base64.
    private mutating func closeLine(from start: Int, isLDIF: Bool) {
        guard !numbers.isEmpty else { return }
        defer { bytes.append(0x0A) }
        guard isLDIF, let colon = bytes[start...].prefix(100).firstIndex(of: UInt8(ascii: ":")),
            colon + 1 < bytes.count,
            bytes[colon + 1] == UInt8(ascii: ":")
        else { return }
        let value = bytes[(colon + 2)...].trimmedBlanks()
        guard var decoded = Base64.decode(value, padding: true) else { return }
        defer { decoded.wipe() }
        bytes.removeSubrange((colon + 1)...)
        bytes.append(0x20)
        let isText = decoded.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
        if decoded.count == 16, let id = ProtectorID(stored: decoded) {
            bytes.append(contentsOf: id.description.utf8)
        } else if isText {
            bytes.append(contentsOf: decoded.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
        }
    }

    /// The column at which PowerShell puts the lines of a value: behind `Label : `.
    private static func valueColumn(_ line: ArraySlice<UInt8>) -> Int? {
        guard line.first != 0x20, let range = line.prefix(200).firstRange(ofText: " : "),
            range.upperBound < line.endIndex
        else { return nil }
        // In characters: labels have other letters than ASCII.
        return line[line.startIndex..<range.upperBound].count { $0 & 0xC0 != 0x80 }
    }
}

/// Quoted-printable text.
enum QuotedPrintable {
    /// The text, or nil if it is not quoted-printable. The caller wipes it.
    ///
    /// - Parameter isCertain: whether a header says what it is.
    static func decode(_ text: ArraySlice<UInt8>, isCertain: Bool = false) -> [UInt8]? {
        guard isCertain || text.contains(UInt8(ascii: "=")) && isRecognised(text) else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "=") {
                if let end = softBreak(at: index, in: text) {
                    index = end
                    continue
                }
                if let value = [UInt8](hexadecimal: text[(index + 1)...].prefix(2)), value.count == 1 {
                    result.append(value[0])
                    index += 3
                    continue
                }
            }
            result.append(byte)
            index += 1
        }
        return result
    }

    /// Where the line after a soft line break begins, if one is at an index.
    private static func softBreak(at index: Int, in text: ArraySlice<UInt8>) -> Int? {
        let rest = text[(index + 1)...]
        if rest.first == 0x0A { return index + 2 }
        return rest.first == 0x0D && rest.dropFirst().first == 0x0A ? index + 3 : nil
    }

    /// Whether every equals sign is one of quoted-printable, and lines end with one: `CN=2023` or base64 are not it.
    private static func isRecognised(_ text: ArraySlice<UInt8>) -> Bool {
        var breaks = 0
        for index in text.indices where text[index] == UInt8(ascii: "=") {
            if softBreak(at: index, in: text) != nil {
                breaks += 1
            } else {
                let code = text[(index + 1)...].prefix(2)
                let isCode =
                    code.count == 2 && code.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
                guard isCode else { return false }
            }
        }
        return breaks > 0
    }
}
