/// Encodes values with a `JSONWriter`, members in the order of declaration: whole numbers, texts, truth values, arrays and
/// objects; no fractions.
struct OrderedEncoder: Encoder {
    /// The writer, and the arrays and objects that are open in it.
    ///
    /// An encoder never learns that a container is finished: each closes when something is written further out.
    final class Output {
        private(set) var writer: JSONWriter
        private var open: [JSONWriter.Collection] = []

        init(_ writer: JSONWriter) { self.writer = writer }

        /// An encoder for a value that is written next.
        var next: OrderedEncoder { OrderedEncoder(output: self, depth: open.count) }

        func close(to depth: Int) {
            while open.count > depth, let collection = open.popLast() { writer.close(collection) }
        }

        /// Opens an array or object inside of `depth` others. One that is open there already goes on: a value may ask for
        /// its container more than once, as the records of the log do.
        func enter(_ collection: JSONWriter.Collection, at depth: Int) {
            close(to: depth + 1)
            if open.count > depth { return }
            writer.open(collection)
            open.append(collection)
        }

        /// Begins a member or item of the collection that is open inside of `depth - 1` others.
        func begin(_ name: String?, at depth: Int) {
            close(to: depth)
            writer.begin(name)
        }

        func encodeNull() { writer.value(literal: "null") }

        func encode(_ value: some Encodable) throws {
            switch value {
            case let text as String: writer.value(text)
            case let truth as Bool: writer.value(literal: truth ? "true" : "false")
            case let number as any BinaryInteger: writer.value(literal: "\(number)")
            case is any FloatingPoint:
                throw EncodingError.invalidValue(
                    value, EncodingError.Context(codingPath: [], debugDescription: "no fractions are written"))
            default:
                let (depth, start) = (open.count, writer.bytes.count)
                try value.encode(to: next)
                close(to: depth)
                // A type without members asks for no container.
                if writer.bytes.count == start { writer.value(literal: "{}") }
            }
        }
    }

    let output: Output
    /// How many arrays and objects are open around the value.
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        output.enter(.object, at: depth)
        return KeyedEncodingContainer(Members(output: output, depth: depth + 1))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        output.enter(.array, at: depth)
        return Items(output: output, depth: depth + 1)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(output: output) }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let output: OrderedEncoder.Output
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) {
        output.begin(key.stringValue, at: depth)
        output.encodeNull()
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        output.begin(key.stringValue, at: depth)
        try output.encode(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { encoder(key.stringValue).container(keyedBy: keyType) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder(key.stringValue).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder("super") }
    func superEncoder(forKey key: Key) -> any Encoder { encoder(key.stringValue) }

    private func encoder(_ name: String) -> OrderedEncoder {
        output.begin(name, at: depth)
        return output.next
    }
}

private struct Items: UnkeyedEncodingContainer {
    let output: OrderedEncoder.Output
    let depth: Int
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    init(output: OrderedEncoder.Output, depth: Int) {
        self.output = output
        self.depth = depth
    }

    mutating func encodeNil() {
        begin()
        output.encodeNull()
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        begin()
        try output.encode(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        begin()
        return output.next.container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        begin()
        return output.next.unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        begin()
        return output.next
    }

    private mutating func begin() {
        output.begin(nil, at: depth)
        count += 1
    }
}

private struct Single: SingleValueEncodingContainer {
    let output: OrderedEncoder.Output
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { output.encodeNull() }
    func encode<Value: Encodable>(_ value: Value) throws { try output.encode(value) }
}
