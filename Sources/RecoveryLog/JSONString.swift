internal import Vocabulary

/// Writes a JSON string (RFC 8259, section 7) that is safe to print: besides what JSON demands, everything that would not
/// show on a screen or would change how the rest shows is escaped. Nothing is lost.
func writeJSONString(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"", "\\": bytes += [UInt8(ascii: "\\"), UInt8(ascii: scalar)]
        case "\n": bytes += "\\n".utf8
        case "\r": bytes += "\\r".utf8
        case "\t": bytes += "\\t".utf8
        case _ where scalar.isPrintable: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        default: for unit in String(scalar).utf16 { writeEscape(unit, to: &bytes) }
        }
    }
    bytes.append(UInt8(ascii: "\""))
}

private func writeEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes += "\\u".utf8
    for shift in [12, 8, 4, 0] { bytes.append(digits[Int(unit >> UInt16(shift) & 15)]) }
}
