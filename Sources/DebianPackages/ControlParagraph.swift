internal import Diagnostics

/// A paragraph of Debian's control format (deb822(5)): fields with values that may go on over several lines.
struct ControlParagraph {
    /// The fields as they are written, without the white space around a value.
    /// The lines of a longer value are joined by line feeds, each without its leading white space.
    private(set) var fields: [String: String] = [:]
    /// The number of the paragraph's first line, from 1.
    let line: Int

    /// The value of a field; field names do not distinguish case.
    subscript(name: String) -> String? {
        fields[name] ?? fields.first { $0.key.lowercased() == name.lowercased() }?.value
    }

    /// The words of a field that is a list; none if it is missing.
    func words(_ name: String) -> [String] {
        (self[name] ?? "").split { $0.isWhitespace }.map(String.init)
    }

    /// Reads all paragraphs of a text. Lines that start with `#` are comments.
    ///
    /// - Throws: An error of kind `code` that names `file` and the line.
    static func parse(
        _ text: String, file: String, code: PackageError.Code
    ) throws(PackageError) -> [ControlParagraph] {
        var paragraphs: [ControlParagraph] = []
        var current: ControlParagraph?
        var name: String?
        for (index, line) in lines(of: text).enumerated() {
            func malformed(_ what: String) -> PackageError {
                PackageError(code, "\(file):\(index + 1): \(what); a control file has lines of the form `Field: value`")
            }
            if line.hasPrefix("#") { continue }
            if line.allSatisfy(\.isWhitespace) {
                if let complete = current { paragraphs.append(complete) }
                (current, name) = (nil, nil)
            } else if line.hasPrefix(" ") || line.hasPrefix("\t") {
                guard let name, let value = current?.fields[name] else {
                    throw malformed("a continuation without a field before it")
                }
                current?.fields[name] = value + "\n" + trimmed(line)
            } else {
                guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
                    throw malformed("a line that is no field")
                }
                let field = String(line[..<colon])
                var paragraph = current ?? ControlParagraph(line: index + 1)
                guard paragraph[field] == nil else { throw malformed("the field \(field) a second time") }
                paragraph.fields[field] = trimmed(line[line.index(after: colon)...])
                (current, name) = (paragraph, field)
            }
        }
        if let complete = current { paragraphs.append(complete) }
        return paragraphs
    }

    private init(line: Int) { self.line = line }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        let blanks = start.reversed().prefix(while: \.isWhitespace).count
        return String(start.dropLast(blanks))
    }
}

/// The lines of a text, with LF or CRLF ends.
func lines(of text: String) -> [Substring] {
    // Swift sees CR LF as one character.
    text.split(separator: "\r\n", omittingEmptySubsequences: false)
        .flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
}
