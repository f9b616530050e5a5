/// The members of an object in a line of JSON.
struct JSONLineMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: JSONLineDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    var allKeys: [Key] {
        var keys: [Key] = []
        forEachMember { name, _ in
            if let key = Key(stringValue: decoder.line.text(of: decoder.line.nodes[name])) { keys.append(key) }
        }
        return keys
    }

    private func forEachMember(_ body: (_ name: Int, _ value: Int) -> Void) {
        let nodes = decoder.line.nodes
        var name = decoder.place + 1
        while name < nodes[decoder.place].next {
            body(name, name + 1)
            name = nodes[name + 1].next
        }
    }

    /// The node of a member's value.
    private func find(_ key: Key) -> Int? {
        var wanted = key.stringValue
        let line = decoder.line
        return wanted.withUTF8 { wanted in
            var found: Int?
            forEachMember { name, value in
                let node = line.nodes[name]
                let isWanted =
                    if node.hasEscapes {
                        line.text(of: node).utf8.elementsEqual(wanted)
                    } else {
                        node.range.count == wanted.count && line.bytes[node.range].elementsEqual(wanted)
                    }
                if isWanted { found = value }
            }
            return found
        }
    }

    /// The decoder of a member's value; nil if there is none.
    private func member(_ key: Key) -> JSONLineDecoder? {
        find(key).map { JSONLineDecoder(line: decoder.line, place: $0, codingPath: codingPath + [key]) }
    }

    private func required(_ key: Key) throws -> JSONLineDecoder {
        guard let member = member(key) else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "no such member"))
        }
        return member
    }

    /// The decoder of a member's value; nil if there is none or it is null.
    private func present(_ key: Key) -> JSONLineDecoder? {
        member(key).flatMap { $0.isNull ? nil : $0 }
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try required(key).isNull }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try required(key).truth() }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try required(key).text() }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try required(key).integer() }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try required(key).integer() }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try required(key).decode(type)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(key)?.truth() }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try present(key)?.text() }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present(key)?.integer() }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try present(key)?.decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try required(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try required(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { try required(key) }
}
