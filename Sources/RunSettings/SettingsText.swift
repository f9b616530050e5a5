internal import Diagnostics

/// The lines of a file that a person wrote with whatever editor was there.
enum SettingsText {
    /// A line without its end, as UTF-8; tabs are blanks.
    typealias Line = [UInt8]

    /// Lines that belong together: one that begins with a word, and those below it that are indented, items of a list, or
    /// close a bracket.
    struct Entry {
        /// The number of the first line, from 1.
        let number: Int
        var lines: [Line]
    }

    /// The lines of a file.
    static func lines(of bytes: [UInt8], name: String) throws(RunSettingsError) -> [Line] {
        func unreadable(_ detail: String, line: Int? = nil) -> RunSettingsError {
            RunSettingsError(.unreadable, at: .file(name: name, line: line), detail: detail)
        }
        guard bytes.count <= SettingsFile.maximumSize else {
            throw unreadable(
                "the file is larger than the \(SettingsFile.maximumSize >> 10) KiB that are read; shorten it")
        }
        var lines: [Line] = []
        for line in split(SettingsFile.utf8(bytes)) {
            if let zero = line.firstIndex(of: 0) {
                throw unreadable(
                    "byte \(zero + 1) of the line is zero, so this is not text; save the file as UTF-8",
                    line: lines.count + 1)
            }
            lines.append(blanks(insteadOfTabsIn: line))
        }
        return lines
    }

    /// Comments and empty lines are left out, and so are the marks around a document; the lines keep their numbers.
    static func entries(of lines: [Line]) -> [Entry] {
        var entries: [Entry] = []
        for (index, line) in lines.enumerated() {
            let content = line.drop { $0 == UInt8(ascii: " ") }
            let isMark = line.elementsEqual("---".utf8) || line.elementsEqual("...".utf8)
            let isEmpty = content.isEmpty || content.first == UInt8(ascii: "#") || isMark
            let continues = content.count < line.count || "-]}".utf8.contains(line.first ?? 0)
            if let last = entries.indices.last, isEmpty || continues {
                entries[last].lines.append(isEmpty ? [] : line)
            } else if !isEmpty {
                entries.append(Entry(number: index + 1, lines: [line]))
            }
        }
        return entries
    }

    private static func split(_ bytes: [UInt8]) -> [Line] {
        var lines: [Line] = [[]]
        var before: UInt8 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n") where before == UInt8(ascii: "\r"): break
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): lines.append([])
            default: lines[lines.count - 1].append(byte)
            }
            before = byte
        }
        return lines
    }

    /// YAML forbids tabs for indentation. They stand for blanks up to the next multiple of 8, as in Notepad.
    private static func blanks(insteadOfTabsIn line: Line) -> Line {
        guard line.contains(UInt8(ascii: "\t")) else { return line }
        var result: Line = []
        for byte in line {
            if byte == UInt8(ascii: "\t") {
                result += Array(repeating: UInt8(ascii: " "), count: 8 - result.count % 8)
            } else {
                result.append(byte)
            }
        }
        while result.last == UInt8(ascii: " ") { result.removeLast() }
        return result
    }
}
