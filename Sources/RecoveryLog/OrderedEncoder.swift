/// Encodes values into `JSONNode`s, members in the order of declaration. The agent has no Foundation, whose encoder
/// either sorts keys or promises no order. Whole numbers, texts, truth values, arrays and objects; no fractions.
struct OrderedEncoder: Encoder {
    let node: JSONNode
    var codingPath: [any CodingKey] = []
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ node: JSONNode) { self.node = node }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Members(node: node))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.becomeArray()
        return Items(node: node)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(node: node) }

    static func encode(_ value: some Encodable, into node: JSONNode) throws {
        switch value {
        case let text as String: node.set(text: LogEncoder.bounded(text))
        case let truth as Bool: node.set(literal: truth ? "true" : "false")
        case let number as any BinaryInteger: node.set(literal: "\(number)")
        case is any FloatingPoint:
            throw EncodingError.invalidValue(
                value, EncodingError.Context(codingPath: [], debugDescription: "the log has no fractions"))
        default: try value.encode(to: OrderedEncoder(node))
        }
    }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: JSONNode
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { node.append(key.stringValue).set(literal: "null") }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try OrderedEncoder.encode(value, into: node.append(key.stringValue))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        OrderedEncoder(node.append(key.stringValue)).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        OrderedEncoder(node.append(key.stringValue)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { OrderedEncoder(node.append("super")) }
    func superEncoder(forKey key: Key) -> any Encoder { OrderedEncoder(node.append(key.stringValue)) }
}

private struct Items: UnkeyedEncodingContainer {
    let node: JSONNode
    var codingPath: [any CodingKey] { [] }
    var count: Int { node.count }

    func encodeNil() { node.append().set(literal: "null") }

    func encode<Value: Encodable>(_ value: Value) throws {
        try OrderedEncoder.encode(value, into: node.append())
    }

    func nestedContainer<Nested: CodingKey>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<Nested> {
        OrderedEncoder(node.append()).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { OrderedEncoder(node.append()).unkeyedContainer() }
    func superEncoder() -> any Encoder { OrderedEncoder(node.append()) }
}

private struct Single: SingleValueEncodingContainer {
    let node: JSONNode
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { node.set(literal: "null") }
    func encode<Value: Encodable>(_ value: Value) throws { try OrderedEncoder.encode(value, into: node) }
}
