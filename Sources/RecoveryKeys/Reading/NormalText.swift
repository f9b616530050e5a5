internal import DelimitedText

/// Text in which keys and labels are ASCII: what scripts, fonts and word processors made of digits, hyphens and blanks is
/// taken back.
enum NormalText {
    /// The text with ASCII digits for those of any script, one hyphen for every dash, plain blanks, half-width letters and
    /// nothing invisible; nil if it is so already. The caller wipes it.
    static func of(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.contains(where: { $0 >= 0x80 || $0 == 0 }) else { return nil }
        var result: [UInt8] = []
        // Nothing grows: a scalar becomes ASCII or stays. Never reallocated, so that no copy escapes the wiping.
        result.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte < 0x80 {
                if byte != 0 { result.append(byte) }
                index += 1
                continue
            }
            guard let (scalar, length) = ForeignText.scalar(at: index, in: text) else {
                result.append(byte)
                index += 1
                continue
            }
            append(scalar, text[index..<(index + length)], to: &result)
            index += length
        }
        return result
    }

    private static func append(_ scalar: Unicode.Scalar, _ encoded: ArraySlice<UInt8>, to result: inout [UInt8]) {
        switch KeyCharacter.kind(of: scalar) {
        case .hyphen: result.append(UInt8(ascii: "-"))
        // As a blank, or a row would end inside of a cell.
        case .blank, .lineEnd: result.append(UInt8(ascii: " "))
        case .invisible: break
        case .digit, .letter, .other:
            if let digit = digit(scalar) {
                result.append(UInt8(ascii: "0") + digit)
            } else if (0xFF01...0xFF5E).contains(scalar.value) {
                result.append(UInt8(scalar.value - 0xFF01 + 0x21))
            } else {
                result.append(contentsOf: encoded)
            }
        }
    }

    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        guard scalar.value >= 0x660, scalar.properties.numericType == .decimal,
            let value = scalar.properties.numericValue, (0...9).contains(value)
        else { return nil }
        return UInt8(value)
    }
}
