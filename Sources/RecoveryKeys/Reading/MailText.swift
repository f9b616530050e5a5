internal import DelimitedText
internal import Secrets

/// The parts of a mail (RFC 2045), each decoded.
enum MailText {
    private static let header = Array("content-transfer-encoding:".utf8)

    /// Whether a text has parts with an encoding of their own.
    static func isRecognised(_ text: ArraySlice<UInt8>) -> Bool { firstHeader(in: text) != nil }

    private static func firstHeader(in text: ArraySlice<UInt8>) -> Range<Int>? {
        var index = text.startIndex
        while let place = text[index...].firstIndex(where: { $0 | 0x20 == UInt8(ascii: "c") }) {
            let end = place + header.count
            if end <= text.endIndex, place == text.startIndex || text[place - 1] == 0x0A,
                text[place..<end].elementsEqual(header, by: { $0 == $1 || $0 | 0x20 == $1 })
            {
                return place..<end
            }
            index = place + 1
        }
        return nil
    }

    /// Gives each part to `body`, and wipes it.
    static func forEachPart(of text: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Void) {
        var rest = text
        while let range = firstHeader(in: rest) {
            // What stands before it, such as the headers of the mail.
            body(rest[rest.startIndex..<range.lowerBound])
            let lineEnd = rest[range.upperBound...].firstIndex(of: 0x0A) ?? rest.endIndex
            let encoding = String(decoding: rest[range.upperBound..<lineEnd].trimmedBlanks(), as: UTF8.self)
                .lowercased()
            let start = bodyStart(rest[lineEnd...])
            let end = boundary(in: rest[start...])
            decode(rest[start..<end], encoding, body)
            rest = rest[end...]
        }
        body(rest)
    }

    /// Where the headers of a part end.
    private static func bodyStart(_ text: ArraySlice<UInt8>) -> Int {
        var index = text.startIndex
        while let end = text[index...].firstIndex(of: 0x0A) {
            let next = text[(end + 1)...].drop { $0 == 0x0D }
            if next.first == 0x0A || next.isEmpty { return min(next.startIndex + 1, text.endIndex) }
            index = end + 1
        }
        return text.endIndex
    }

    /// Where the part ends: at a line that begins with two hyphens and a letter or sign of a boundary.
    private static func boundary(in text: ArraySlice<UInt8>) -> Int {
        var index = text.startIndex
        while index < text.endIndex {
            let line = text[index...]
            if line.starts(with: [0x2D, 0x2D]),
                line.dropFirst(2).first.map({ $0 > 0x20 && $0 != 0x2D || $0 == 0x2D }) == true,
                line.prefix(80).contains(where: { $0 > 0x2F })
            {
                return index
            }
            guard let end = line.firstIndex(of: 0x0A) else { break }
            index = end + 1
        }
        return text.endIndex
    }

    private static func decode(_ part: ArraySlice<UInt8>, _ encoding: String, _ body: (ArraySlice<UInt8>) -> Void) {
        var decoded: [UInt8]
        switch encoding {
        case "base64":
            var letters = part.filter { $0 > 0x20 }
            defer { letters.wipe() }
            guard let bytes = Base64.decode(letters[...], padding: true) else { return body(part) }
            decoded = bytes
        case "quoted-printable":
            guard let bytes = QuotedPrintable.decode(part, isCertain: true) else { return body(part) }
            decoded = bytes
        default: return body(part)
        }
        defer { decoded.wipe() }
        var utf8 = ForeignText.decode(decoded) ?? decoded
        defer { utf8.wipe() }
        var normal = NormalText.of(ForeignText.body(of: utf8)) ?? Array(ForeignText.body(of: utf8))
        defer { normal.wipe() }
        body(normal[...])
    }
}
