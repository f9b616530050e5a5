internal import Secrets

/// A field of a block: a cell, a member, a paragraph.
struct KeyField {
    var text: ArraySlice<UInt8>
    /// What its label says.
    var role: ColumnRole?
    var position = KeyBlock.Position()
    /// What the columns of a text say in which the columns are aligned by blanks.
    var columns: AlignedColumns?
    /// How deep it lies in texts within texts.
    var depth = 0
}

extension KeyBlock {
    /// The deepest nesting of JSON and base64 in cells that is followed.
    static let maximumDepth = 4

    /// Takes in what a cell or a member says, by its label.
    mutating func take(
        _ field: KeyField, labels: inout LabelCache, into reading: inout KeyFileReading,
        at place: (Int) -> KeyOrigin.Place
    ) {
        switch field.role {
        case .known(.startupKey):
            if !field.text.trimmedForKeys().isEmpty { takeStartupKey(field, into: &reading, at: place(0)) }
        case .known(.passphrase):
            if !field.text.isEmpty { add(.passphrase(SecretBytes(field.text)), at: place(0), field.position) }
        case .known(.name), .known(.serial), .known(.device), .known(.volume), .known(.created):
            facts.take(field.text, as: field.role)
            if Self.mayHoldKey(field.text) { read(field, labels: &labels, into: &reading, at: place) }
        case .nameOrID, .distinguishedName:
            facts.take(field.text, as: field.role)
            read(field, labels: &labels, into: &reading, at: place)
        case .known(.key):
            let before = (keys.count, reading.problemCount, reading.entries.count)
            read(field, labels: &labels, into: &reading, at: place)
            if before == (keys.count, reading.problemCount, reading.entries.count) {
                reportMissing(field, into: &reading, at: place(0))
            }
        case .known(.id), .storedID, .plainID, .doubtfulID, .otherID, nil:
            read(field, labels: &labels, into: &reading, at: place)
        }
    }

    /// Reports what a field for a key holds instead of one.
    private func reportMissing(_ field: KeyField, into reading: inout KeyFileReading, at place: KeyOrigin.Place) {
        let value = field.text.trimmedForKeys()
        if value.isEmpty { return }
        if LeftOutValue.isRecognised(value) {
            reading.report(.valueLeftOut, at: place, LeftOutValue.message)
        } else if value.count <= 200, value.contains(where: { (0x30...0x39).contains($0) }) {
            do throws(RecoveryPassword.Problem) {
                _ = try RecoveryPassword(value)
            } catch {
                reading.report(KeyError(error, at: KeyOrigin(file: reading.file, place: place)))
            }
        }
    }

    /// Takes in the startup key of which a field is the file in base64.
    private mutating func takeStartupKey(
        _ field: KeyField, into reading: inout KeyFileReading, at place: KeyOrigin.Place
    ) {
        guard var file = Base64.decode(field.text.trimmedBlanks(), padding: true) else {
            return reading.report(.malformedStartupKey, at: place, "the startup key is not base64; export it again")
        }
        defer { file.wipe() }
        do throws(StartupKey.Problem) {
            add(.startupKey(try StartupKey(file)), at: place, field.position)
        } catch {
            reading.report(.malformedStartupKey, at: place, "the startup key: \(error); export it again")
        }
    }

    /// Whether a text has the digits of a key.
    static func mayHoldKey(_ text: ArraySlice<UInt8>) -> Bool {
        text.count >= 36 && text.count(where: { (0x30...0x39).contains($0) }) >= 36
    }

    /// Takes in the keys and identifiers of a field.
    ///
    /// - Parameter place: the place of a line of the field, from 0.
    mutating func read(
        _ field: KeyField, labels: inout LabelCache, into reading: inout KeyFileReading,
        at place: (Int) -> KeyOrigin.Place
    ) {
        let text = field.text
        if field.depth < Self.maximumDepth, text.count > 8 {
            if JSONKeys.isRecognised(text), JSONReader.isWhole(text) {
                let open = JSONKeys.read(text, at: place(0), depth: field.depth + 1, facts: facts, into: &reading)
                take(open.keys, open.identifiers, at: field.position)
                return
            }
            if var decoded = Base64.text(text) {
                defer { decoded.wipe() }
                let line = place(0)
                let inner = KeyField(
                    text: decoded[...], role: field.role, position: field.position, depth: field.depth + 1)
                return read(inner, labels: &labels, into: &reading) { _ in line }
            }
        }
        let matches = KeyScanner.matches(in: text)
        if matches.isEmpty { return takeStoredID(field) }
        var position = field.position
        var lineStart = text.startIndex
        var counted = text.startIndex
        var previousEnd = text.startIndex
        for match in matches {
            while let end = text[counted..<match.range.lowerBound].firstIndex(of: 0x0A) {
                position.line += 1
                counted = end + 1
                lineStart = counted
            }
            counted = match.range.lowerBound
            switch match.token {
            case .identifier(let id):
                let start = max(lineStart, previousEnd)
                let trust = trust(
                    of: match.range, label: text[start..<match.range.lowerBound], lineStart: lineStart, in: field,
                    labels: &labels)
                add(id, trust, position)
            case .key(let password): add(.recoveryPassword(password), at: place(position.line), position)
            case .paddedKey(let password):
                add(.recoveryPassword(password), at: place(position.line), position)
                reading.report(
                    .paddedKey, at: place(position.line),
                    "zeros are missing at the beginning of groups, as spreadsheets drop them; they were put back")
            case .brokenKey(let problem):
                reading.report(
                    KeyError(problem, at: KeyOrigin(file: reading.file, place: place(position.line))))
            }
            previousEnd = match.range.upperBound
        }
    }

    /// Takes an identifier that is written otherwise, where the label says that it is one.
    private mutating func takeStoredID(_ field: KeyField) {
        let value = field.text.trimmedForKeys()
        if value.isEmpty { return }
        switch field.role {
        case .known(.id):
            namesIdentifier = true
            // 32 digits without hyphens are .NET's format N.
            if let id = ProtectorID(hexadecimal: value) { add(id, .named, field.position) }
        case .storedID:
            if let id = ProtectorID(exported: value) { add(id, .named, field.position) }
        default: break
        }
    }

    /// How much an identifier in a field is a key's.
    private func trust(
        of range: Range<Int>, label: ArraySlice<UInt8>, lineStart: Int, in field: KeyField, labels: inout LabelCache
    ) -> IdentifierTrust {
        let text = field.text
        let brace = range.lowerBound - 1
        // Active Directory's name of a key: `2023-10-10T10:00:00-08:00{063EA4E1-…}`.
        if brace - 4 >= text.startIndex, text[brace] == UInt8(ascii: "{"),
            text[brace - 3] == UInt8(ascii: ":") || text[brace - 1] == UInt8(ascii: "Z")
        {
            return .named
        }
        if let role = labels.role(of: LabelText.nearest(in: label)) { return role.trust }
        if lineStart < range.lowerBound,
            let role = labels.role(of: LabelText.leading(in: text[lineStart..<range.lowerBound]))
        {
            return role.trust
        }
        if let role = field.columns?.role(at: range.lowerBound - lineStart) { return role.trust }
        if LabelText.nearest(in: text[lineStart..<range.lowerBound]).isEmpty, lineStart > text.startIndex {
            let above = LabelText.line(above: lineStart, in: text)
            if let role = labels.role(of: LabelText.leading(in: above)) { return role.trust }
        }
        return field.role?.trust ?? .plain
    }
}

/// Labels in running text.
enum LabelText {
    /// The words directly before a value, back to the nearest punctuation: `Key ID` of `Drive C: Key ID = `.
    static func nearest(in text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = text.endIndex
        while end > text.startIndex, isPunctuation(text[end - 1]) || text[end - 1] == 0x20 { end -= 1 }
        var start = end
        while start > text.startIndex, end - start < 100 {
            let byte = text[start - 1]
            if isPunctuation(byte) { break }
            if byte == 0x20, start - 1 > text.startIndex, text[start - 2] == 0x20 { break }
            start -= 1
        }
        return text[start..<end].trimmedBlanks()
    }

    /// The words at the beginning of a line, up to what parts a label from its value.
    static func leading(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var start = line.startIndex
        while start < line.endIndex, isPunctuation(line[start]) || line[start] == 0x20 { start += 1 }
        var end = start
        while end < line.endIndex, end - start < 100 {
            let byte = line[end]
            if isPunctuation(byte) && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_")
                || byte == 0x20 && end + 1 < line.endIndex && line[end + 1] == 0x20
            {
                break
            }
            end += 1
        }
        return line[start..<end].trimmedBlanks()
    }

    /// The line above a line that is not blank.
    static func line(above start: Int, in text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = start
        while end > text.startIndex, text[end - 1] <= 0x20 { end -= 1 }
        var first = end
        while first > text.startIndex, text[first - 1] != 0x0A, end - first < 200 { first -= 1 }
        return text[first..<end]
    }

    /// Anything but letters, digits and what stands inside of words.
    private static func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
            false
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "'"): false
        default: true
        }
    }
}

extension ArraySlice<UInt8> {
    func trimmedBlanks() -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }
}

extension Base64 {
    /// The text that a whole field is the base64 of, as LDIF and web services send it: ASCII or UTF-16, with digits in it.
    static func text(_ field: ArraySlice<UInt8>) -> [UInt8]? {
        guard field.count >= 60, field.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "-") }) else {
            return nil
        }
        guard field.contains(where: { $0 >= UInt8(ascii: "A") }),
            var bytes = decode(field, padding: field.count % 4 == 0)
        else { return nil }
        if bytes.count > 1, bytes[1] == 0 || bytes.starts(with: [0xFF, 0xFE]) {
            bytes.removeAll { $0 == 0 || $0 >= 0xFE }
        }
        let isText = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
        guard isText, bytes.count(where: { (0x30...0x39).contains($0) }) >= 42 else {
            bytes.wipe()
            return nil
        }
        return bytes
    }
}
