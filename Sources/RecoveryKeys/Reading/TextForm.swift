internal import DelimitedText
internal import Secrets

/// Reads text by its form, which is found out by its content: JSON, HTML, mail, a table, or running text.
enum TextForm {
    /// The deepest nesting of forms within forms, such as HTML in a mail.
    private static let maximumDepth = 4

    static func read(_ text: ArraySlice<UInt8>, file: String, columns: [KeyColumn: String]) -> KeyFileReading {
        var reading = KeyFileReading(file: file, form: form(of: text, columns: columns))
        read(text, columns: columns, depth: 0, into: &reading)
        return reading
    }

    private static func form(of text: ArraySlice<UInt8>, columns: [KeyColumn: String]) -> KeyFileForm {
        if JSONKeys.isRecognised(text) { return .json }
        if MarkupText.isRecognised(text) { return .markup }
        if MailText.isRecognised(text) || FoldedText.isLDIF(text) { return .text }
        return hasJSONLine(text) || TableShape.delimiter(of: text, asked: columns) == nil ? .text : .table
    }

    /// Whether JSON with keys begins a line near the beginning of a text.
    private static func hasJSONLine(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text.prefix(65_536)
        var tries = 0
        while !rest.isEmpty, tries < 16 {
            let line = text[(rest.firstIndex { $0 > 0x20 } ?? rest.endIndex)...]
            if line.first == UInt8(ascii: "{") || line.first == UInt8(ascii: "["),
                JSONKeys.isRecognised(line.prefix(256))
            {
                tries += 1
                if let end = JSONReader.end(of: line), KeyBlock.mayHoldKey(line[line.startIndex..<end]) { return true }
            }
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            rest = rest[min(end + 1, rest.endIndex)...]
        }
        return false
    }

    private static func read(
        _ text: ArraySlice<UInt8>, columns: [KeyColumn: String], depth: Int, into reading: inout KeyFileReading
    ) {
        if depth < maximumDepth {
            if JSONKeys.isRecognised(text) { return JSONKeys.read(text, into: &reading) }
            if MarkupText.isRecognised(text) {
                var plain = MarkupText.of(text)
                defer { plain.wipe() }
                return read(plain[...], columns: columns, depth: maximumDepth, into: &reading)
            }
            if MailText.isRecognised(text) {
                return MailText.forEachPart(of: text) { part in
                    read(part, columns: columns, depth: depth + 1, into: &reading)
                }
            }
            if var decoded = QuotedPrintable.decode(text) {
                defer { decoded.wipe() }
                return read(decoded[...], columns: columns, depth: maximumDepth, into: &reading)
            }
        }
        if !FoldedText.isLDIF(text), !hasJSONLine(text), let delimiter = TableShape.delimiter(of: text, asked: columns)
        {
            TableKeys.read(text, delimiter: delimiter, asked: columns, into: &reading)
        } else {
            readMixed(text, into: &reading)
        }
    }

    /// Reads a text and the JSON that stands in it.
    private static func readMixed(_ text: ArraySlice<UInt8>, into reading: inout KeyFileReading) {
        // What is tried in vain is read again and again: bounded, so that reading stays linear.
        var budget = 4 * text.count
        var start = text.startIndex
        var index = start
        var line = 1
        var counted = start
        while budget > 0,
            let brace = text[index...].firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") })
        {
            index = brace + 1
            guard JSONKeys.isRecognised(text[brace...].prefix(256)) else { continue }
            guard let end = JSONReader.end(of: text[brace...]) else {
                budget -= text.endIndex - brace
                continue
            }
            guard KeyBlock.mayHoldKey(text[brace..<end]) else {
                budget -= end - brace
                continue
            }
            TextKeys.read(text[start..<brace], firstLine: line, into: &reading)
            line += text[counted..<brace].count { $0 == 0x0A }
            JSONKeys.read(text[brace..<end], firstLine: line, into: &reading)
            line += text[brace..<end].count { $0 == 0x0A }
            start = end
            counted = end
            index = end
        }
        TextKeys.read(text[start...], firstLine: line, into: &reading)
    }
}
