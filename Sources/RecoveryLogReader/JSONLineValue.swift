/// A single value in a line of JSON.
struct JSONLineValue: SingleValueDecodingContainer {
    let decoder: JSONLineDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.truth() }
    func decode(_ type: String.Type) throws -> String { try decoder.text() }
    func decode(_ type: Int.Type) throws -> Int { try decoder.integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.integer() }
    // Logs have no fractions.
    func decode(_ type: Double.Type) throws -> Double { throw decoder.mismatch(type) }
    func decode(_ type: Float.Type) throws -> Float { throw decoder.mismatch(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }
}

/// The items of an array in a line of JSON.
struct JSONLineItems: UnkeyedDecodingContainer {
    /// An item's number, from 0, in the path of an error.
    private struct Index: CodingKey {
        let intValue: Int?
        var stringValue: String { String(intValue ?? 0) }
        init?(stringValue: String) { nil }
        init?(intValue: Int) { self.init(intValue) }
        init(_ index: Int) { intValue = index }
    }

    let decoder: JSONLineDecoder
    private var place: Int
    private(set) var currentIndex = 0

    init(decoder: JSONLineDecoder) {
        self.decoder = decoder
        place = decoder.place + 1
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { nil }
    var isAtEnd: Bool { place >= decoder.line.nodes[decoder.place].next }

    private func item() throws -> JSONLineDecoder {
        let path = codingPath + [Index(currentIndex)]
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(Any.self, .init(codingPath: path, debugDescription: "no further item"))
        }
        return JSONLineDecoder(line: decoder.line, place: place, codingPath: path)
    }

    private mutating func next<Value>(_ body: (JSONLineDecoder) throws -> Value) throws -> Value {
        let value = try body(try item())
        place = decoder.line.nodes[place].next
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard try item().isNull else { return false }
        return try next { $0.isNull }
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next { try $0.decode(type) } }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try next { try $0.container(keyedBy: type) } }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try next { $0 } }
}
