/// Reads the keys of JSON: Microsoft Graph's lists, single keys and pages after one another, and whatever else has
/// objects with a member that is named like a key.
struct JSONKeys {
    private var reader: JSONReader
    /// Where all keys are said to be, for JSON inside a cell; nil to tell the line.
    private let place: KeyOrigin.Place?
    private var reading: KeyFileReading
    /// The line of the index up to which lines were counted.
    private var line = 1
    private var countedTo: Int
    /// How many objects look like a key of Graph's list form, which leaves the keys out.
    private var keysLeftOut = 0

    /// The deepest nesting that is read.
    private static let maximumDepth = 32

    /// Whether a text begins as an object or array of JSON. (`{GUID}` and `[label]` are none.)
    static func isRecognised(_ text: ArraySlice<UInt8>) -> Bool {
        var reader = JSONReader(text)
        guard let opening = reader.peek(), opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") else {
            return false
        }
        reader.skip()
        return switch reader.peek() {
        case UInt8(ascii: "\""): true
        case UInt8(ascii: "}"): opening == UInt8(ascii: "{")
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "]"): opening == UInt8(ascii: "[")
        default: false
        }
    }

    /// Reads all JSON values of a text, with blanks or commas between them.
    static func read(
        _ text: ArraySlice<UInt8>, at place: KeyOrigin.Place? = nil, into reading: inout KeyFileReading
    ) {
        var keys = JSONKeys(text, place: place, reading: reading)
        // One owner at a time, or every key that is added would copy all.
        reading = KeyFileReading(file: reading.file, form: reading.form)
        keys.readAll()
        reading = keys.reading
    }

    private init(_ text: ArraySlice<UInt8>, place: KeyOrigin.Place?, reading: KeyFileReading) {
        reader = JSONReader(text)
        self.place = place
        self.reading = reading
        countedTo = text.startIndex
    }

    private mutating func readAll() {
        do throws(JSONReader.Failure) {
            while let byte = reader.peek() {
                if byte == UInt8(ascii: ",") || byte == 0 { reader.skip() } else { try value(depth: 0) }
            }
        } catch {
            reading.report(
                .malformedJSON, at: place ?? .line(line(at: error.index)),
                "not JSON: \(error.detail); what comes after was not read: export the file again")
        }
        if keysLeftOut > 0 {
            reading.report(
                .keysLeftOut, at: place ?? .file,
                "lists \(keysLeftOut) keys without the keys themselves, as Microsoft Graph's list does; export each with "
                    + "\"$select=key\"")
        }
    }

    private mutating func value(depth: Int) throws(JSONReader.Failure) {
        guard depth < Self.maximumDepth else {
            throw reader.failure("more than \(Self.maximumDepth) levels of nesting")
        }
        switch reader.peek() {
        case UInt8(ascii: "{"): try object(depth: depth)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "\""): _ = try reader.string()
        default: _ = try reader.literal()
        }
    }

    private mutating func array(depth: Int) throws(JSONReader.Failure) {
        try reader.expect(UInt8(ascii: "["))
        if reader.take(UInt8(ascii: "]")) { return }
        repeat {
            if reader.peek() == UInt8(ascii: "\"") {
                let place = currentPlace()
                let text = try reader.string()
                if KeyScanner.looksLikeKey(text.content) {
                    reading.addPassword(text.content, facts: KeyFacts(), at: place)
                }
            } else {
                try value(depth: depth + 1)
            }
        } while reader.take(UInt8(ascii: ","))
        try reader.expect(UInt8(ascii: "]"))
    }

    private mutating func object(depth: Int) throws(JSONReader.Failure) {
        try reader.expect(UInt8(ascii: "{"))
        let place = currentPlace()
        let firstEntry = reading.entries.count
        var members = Members()
        if !reader.take(UInt8(ascii: "}")) {
            repeat {
                guard reader.peek() == UInt8(ascii: "\"") else { throw reader.failure("a name in quotes is expected") }
                let role = ColumnRole(header: try reader.string().content)
                try reader.expect(UInt8(ascii: ":"))
                switch reader.peek() {
                case UInt8(ascii: "\""): members.take(try reader.string(), as: role)
                case UInt8(ascii: "{"), UInt8(ascii: "["): try value(depth: depth + 1)
                default: members.take(literal: try reader.literal(), as: role)
                }
            } while reader.take(UInt8(ascii: ","))
            try reader.expect(UInt8(ascii: "}"))
        }
        // What an object says about a computer holds for the keys inside, before and after it.
        for index in firstEntry..<reading.entries.count {
            reading.entries[index].facts.fillComputer(from: members.facts)
        }
        if members.secrets.isEmpty, members.facts.protectorID != nil,
            members.facts.created != nil || members.facts.volumeType != nil
        {
            keysLeftOut += 1
        }
        if !members.secrets.isEmpty, !members.isIDReadable {
            reading.report(.unreadableID, at: place, "the identifier of the key is none; the key counts without it")
        }
        for (column, text) in members.secrets { add(text, of: column, facts: members.facts, at: place) }
    }

    /// What the members of an object say.
    private struct Members {
        var facts = KeyFacts()
        var secrets: [(column: KeyColumn, text: JSONText)] = []
        var isIDReadable = true

        mutating func take(_ text: JSONText, as role: ColumnRole?) {
            guard let role else { return }
            if case .known(let column) = role, role.isSecret {
                if !text.content.isEmpty { secrets.append((column, text)) }
            } else if !facts.take(text.unescaped()[...], as: role) {
                isIDReadable = false
            }
        }

        mutating func take(literal: ArraySlice<UInt8>, as role: ColumnRole?) {
            guard let role, !literal.elementsEqual("null".utf8) else { return }
            take(JSONText(content: literal, hasEscapes: false), as: role)
        }
    }

    private mutating func add(_ text: JSONText, of column: KeyColumn, facts: KeyFacts, at place: KeyOrigin.Place) {
        guard !text.hasInvalidEscapes else {
            return reading.report(
                .malformedJSON, at: place, "invalid escape (\\) in the key; export the key again")
        }
        var copy = text.hasEscapes ? text.unescaped() : []
        defer { copy.wipe() }
        let content = text.hasEscapes ? copy[...] : text.content
        switch column {
        case .startupKey: reading.addStartupKey(base64: content, facts: facts, at: place)
        case .passphrase: reading.add(.passphrase(SecretBytes(content)), facts: facts, at: place)
        // Not as a cell: JSON inside of text inside of JSON has no end.
        default: reading.addPassword(content, facts: facts, at: place)
        }
    }

    private mutating func currentPlace() -> KeyOrigin.Place { place ?? .line(line(at: reader.index)) }

    private mutating func line(at index: Int) -> Int {
        if index > countedTo {
            line += reader.text[countedTo..<index].count { $0 == UInt8(ascii: "\n") }
            countedTo = index
        }
        return line
    }
}
