/// Decodes values from a line of JSON. Of members of the same name the last counts, as nearly all readers of JSON have it.
struct JSONLineDecoder: Decoder {
    let line: JSONLine
    /// The value's node.
    let place: Int
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Decodes a whole line.
    ///
    /// - Throws: `DecodingError`; `dataCorrupted` without a path when the line is not JSON.
    static func decode<Value: Decodable>(_: Value.Type, from bytes: ArraySlice<UInt8>) throws -> Value {
        let line: JSONLine
        do {
            line = try JSONLine(bytes)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "not JSON", underlyingError: error))
        }
        return try Value(from: JSONLineDecoder(line: line, place: 0, codingPath: []))
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard line.nodes[place].kind == .object else { throw mismatch([String: Any].self) }
        return KeyedDecodingContainer(JSONLineMembers<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard line.nodes[place].kind == .array else { throw mismatch([Any].self) }
        return JSONLineItems(decoder: self)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { JSONLineValue(decoder: self) }

    func mismatch(_ type: any Any.Type) -> DecodingError {
        .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "another kind of value"))
    }

    var isNull: Bool { line.nodes[place].kind == .null }

    func text() throws -> String {
        guard line.nodes[place].kind == .text else { throw mismatch(String.self) }
        return line.text(of: line.nodes[place])
    }

    func truth() throws -> Bool {
        switch line.nodes[place].kind {
        case .yes: true
        case .no: false
        default: throw mismatch(Bool.self)
        }
    }

    /// A number without a fraction or exponent: logs have no others.
    func integer<Number: FixedWidthInteger>() throws -> Number {
        guard line.nodes[place].kind == .number,
            let number = Number(String(decoding: line.bytes[line.nodes[place].range], as: UTF8.self))
        else { throw mismatch(Number.self) }
        return number
    }

    /// Decodes any type; those of the standard library without asking them, which is much of a log.
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if type == String.self, let value = try text() as? Value { return value }
        return try Value(from: self)
    }
}
