internal import Secrets

/// Reads the keys of JSON: Microsoft Graph's lists, single keys and pages after one another, and whatever else has keys in
/// its texts.
///
/// An object is a block: its keys belong to its identifiers. What an object leaves open is settled by the object around it:
/// `{"keyId": …, "protector": {"password": …}}`.
struct JSONKeys {
    /// What an object does not settle itself.
    struct Open {
        var keys: [KeyBlock.Key] = []
        var identifiers: [KeyBlock.Identifier] = []
    }

    private var reader: JSONReader
    /// Where all keys are said to be, for JSON inside a cell; nil to name the line.
    private let place: KeyOrigin.Place?
    private var reading: KeyFileReading
    private var labels = LabelCache()
    /// How deep the text lies in texts within texts.
    private let depth: Int
    /// The line of the index up to which lines were counted.
    private var line = 1
    private var countedTo: Int
    /// How many objects look like a key of Graph's list form, which leaves the keys out.
    private var keysLeftOut = 0

    /// The deepest nesting that is read.
    private static let maximumDepth = 32

    /// Whether a text begins as an object or array of JSON. (`{GUID}` and `[label]` do not.)
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
    static func read(_ text: ArraySlice<UInt8>, firstLine: Int = 1, into reading: inout KeyFileReading) {
        let open = read(text, at: nil, firstLine: firstLine, depth: 0, facts: KeyFacts(), into: &reading)
        var block = KeyBlock()
        block.take(open.keys, [], at: KeyBlock.Position())
        block.add(to: &reading)
    }

    /// Reads JSON that lies in a cell or a text.
    ///
    /// - Parameter facts: what is known about the computer.
    /// - Returns: What it does not settle itself.
    static func read(
        _ text: ArraySlice<UInt8>, at place: KeyOrigin.Place?, firstLine: Int = 1, depth: Int, facts: KeyFacts,
        into reading: inout KeyFileReading
    ) -> Open {
        let first = reading.entries.count
        var keys = JSONKeys(text, place: place, firstLine: firstLine, depth: depth, reading: reading)
        // One owner at a time, or every key that is added would copy all.
        reading = KeyFileReading(file: reading.file, form: reading.form)
        let open = keys.readAll()
        reading = keys.reading
        reading.fill(from: first, with: facts)
        return open
    }

    private init(
        _ text: ArraySlice<UInt8>, place: KeyOrigin.Place?, firstLine: Int, depth: Int, reading: KeyFileReading
    ) {
        reader = JSONReader(text)
        self.place = place
        self.depth = depth
        self.reading = reading
        line = firstLine
        countedTo = text.startIndex
    }

    private mutating func readAll() -> Open {
        var open = Open()
        do throws(JSONReader.Failure) {
            while let byte = reader.peek() {
                if byte == UInt8(ascii: ",") || byte == 0 {
                    reader.skip()
                } else {
                    let value = try value(depth: 0, name: [])
                    open.keys += value.keys
                    open.identifiers += value.identifiers
                }
            }
        } catch {
            reading.report(
                .malformedJSON, at: place ?? .line(line(at: error.index)),
                "not JSON: \(error.detail); the rest was not read: export the file again")
        }
        if keysLeftOut > 0 {
            reading.report(
                .keysLeftOut, at: place ?? .file,
                "lists \(keysLeftOut) keys without the keys themselves, as Microsoft Graph's list does; export each with "
                    + "\"$select=key\"")
        }
        return open
    }

    private mutating func value(depth: Int, name: ArraySlice<UInt8>) throws(JSONReader.Failure) -> Open {
        guard depth < Self.maximumDepth else {
            throw reader.failure("more than \(Self.maximumDepth) levels of nesting")
        }
        switch reader.peek() {
        case UInt8(ascii: "{"): return try object(depth: depth, name: name)
        case UInt8(ascii: "["):
            var block = KeyBlock()
            try array(depth: depth, name: name, role: nil, field: 0, into: &block)
            return close(&block)
        case UInt8(ascii: "\""): _ = try reader.string()
        default: _ = try reader.literal()
        }
        return Open()
    }

    /// Reads an array: its texts belong to the block around it, its objects are blocks of their own.
    private mutating func array(
        depth: Int, name: ArraySlice<UInt8>, role: ColumnRole?, field: Int, into block: inout KeyBlock
    ) throws(JSONReader.Failure) {
        try reader.expect(UInt8(ascii: "["))
        if reader.take(UInt8(ascii: "]")) { return }
        var line = 0
        repeat {
            let position = KeyBlock.Position(field: field, line: line)
            line += 1
            if reader.peek() == UInt8(ascii: "\"") {
                let place = currentPlace()
                take(try reader.string(), as: role, at: place, position, into: &block)
            } else {
                // Identifiers of an element that no key of it has are not those of its neighbours.
                let open = try value(depth: depth + 1, name: name)
                block.take(open.keys, [], at: position)
            }
        } while reader.take(UInt8(ascii: ","))
        try reader.expect(UInt8(ascii: "]"))
    }

    private mutating func object(depth: Int, name: ArraySlice<UInt8>) throws(JSONReader.Failure) -> Open {
        try reader.expect(UInt8(ascii: "{"))
        let firstEntry = reading.entries.count
        let firstProblem = reading.problemCount
        let start = currentPlace()
        var block = KeyBlock()
        var field = 0
        if !reader.take(UInt8(ascii: "}")) {
            repeat {
                guard reader.peek() == UInt8(ascii: "\"") else { throw reader.failure("a name in quotes is expected") }
                let member = try reader.string().content
                let role = role(of: member, in: name)
                let position = KeyBlock.Position(field: field)
                field += 1
                if member.count >= 36 {
                    block.read(
                        KeyField(text: member, position: position), labels: &labels, into: &reading, at: { _ in start })
                }
                try reader.expect(UInt8(ascii: ":"))
                switch reader.peek() {
                case UInt8(ascii: "\""):
                    let place = currentPlace()
                    take(try reader.string(), as: role, at: place, position, into: &block)
                case UInt8(ascii: "["):
                    try array(depth: depth + 1, name: member, role: role, field: position.field, into: &block)
                case UInt8(ascii: "{"):
                    let open = try value(depth: depth + 1, name: member)
                    block.take(open.keys, open.identifiers, at: position)
                default:
                    let place = currentPlace()
                    let literal = try reader.literal()
                    if !literal.elementsEqual("null".utf8) {
                        take(JSONText(content: literal, hasEscapes: false), as: role, at: place, position, into: &block)
                    }
                }
            } while reader.take(UInt8(ascii: ","))
            try reader.expect(UInt8(ascii: "}"))
        }
        // What an object says about a computer holds for the keys inside, before and after it.
        reading.fill(from: firstEntry, with: block.facts, computerOnly: true)
        let isListed = block.facts.created != nil || block.facts.volumeType != nil
        if isListed, block.keys.isEmpty, reading.entries.count == firstEntry, reading.problemCount == firstProblem,
            block.identifiers.contains(where: { $0.trust >= .plain })
        {
            keysLeftOut += 1
        }
        return close(&block)
    }

    /// Settles a block and adds its keys.
    ///
    /// - Returns: The keys and identifiers for which it has no partner.
    private mutating func close(_ block: inout KeyBlock) -> Open {
        block.pair()
        block.add(to: &reading, closedOnly: true)
        let open = block.open
        return Open(keys: open.keys, identifiers: open.identifiers)
    }

    /// The role of a member. `id` in `devices` is a device's, in `recoveryKeys` a key's.
    private mutating func role(of member: ArraySlice<UInt8>, in name: ArraySlice<UInt8>) -> ColumnRole? {
        let role = labels.role(of: member)
        guard role == .plainID, !name.isEmpty else { return role }
        let qualified = labels.role(of: (Array(name) + [0x20] + Array(member))[...])
        return qualified?.trust == .named || qualified?.trust == .foreign ? qualified : role
    }

    private mutating func take(
        _ text: JSONText, as role: ColumnRole?, at place: KeyOrigin.Place, _ position: KeyBlock.Position,
        into block: inout KeyBlock
    ) {
        var field = KeyField(text: text.content, role: role, position: position, depth: depth)
        guard text.hasEscapes else { return block.take(field, labels: &labels, into: &reading, at: { _ in place }) }
        if role?.isSecret == true, text.hasInvalidEscapes {
            return reading.report(
                .malformedJSON, at: place, "invalid escape (\\) in the key; export the key again")
        }
        var copy = text.unescaped()
        defer { copy.wipe() }
        // Hyphens and digits may have been escapes. A passphrase counts as it is written.
        var normal = role == .known(.passphrase) ? nil : NormalText.of(copy[...])
        field.text = normal?[...] ?? copy[...]
        block.take(field, labels: &labels, into: &reading, at: { _ in place })
        normal?.wipe()
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
