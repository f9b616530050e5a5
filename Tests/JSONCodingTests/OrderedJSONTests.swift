import JSONCoding
import Testing

@Suite struct OrderedJSONTests {
    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try OrderedJSON.encode(value), as: UTF8.self)
    }

    @Test func refusesFractions() {
        #expect(throws: EncodingError.self) { try OrderedJSON.encode(1.5) }
        #expect(throws: EncodingError.self) { try OrderedJSON.encode([1.5]) }
    }

    @Test func writesNestedValuesInOrder() throws {
        struct Inner: Encodable { let z: [Int?]; let a: UInt64; let gone: String? }
        let values = [Inner(z: [1, nil], a: .max, gone: nil), Inner(z: [], a: 0, gone: "x")]
        #expect(try text(values) == #"[{"z":[1,null],"a":18446744073709551615},{"z":[],"a":0,"gone":"x"}]"#)
    }

    @Test func writesEmptyValues() throws {
        struct Empty: Encodable {}
        struct Outer: Encodable {
            let a = Empty(); let b = [Empty(), Empty()]; let c = [[Int]](); let d = [[1], [], [2]]
        }
        #expect(try text(Outer()) == #"{"a":{},"b":[{},{}],"c":[],"d":[[1],[],[2]]}"#)
        #expect(try text(Empty()) == "{}")
        #expect(try text([Int]()) == "[]")
        #expect(try text("x") == #""x""#)
    }

    /// As the records of the log do: several types write the members of one object.
    @Test func aValueMayAskForItsContainerAgain() throws {
        struct Part: Encodable { let b: [Int]; let c: [String: Int] }
        struct Whole: Encodable {
            enum Key: String, CodingKey { case a, d, e }
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Key.self)
                try container.encode(1, forKey: .a)
                try Part(b: [2], c: ["x": 3]).encode(to: encoder)
                try container.encode(4, forKey: .d)
                var nested = container.nestedUnkeyedContainer(forKey: .e)
                try nested.encode(5)
                var inner = nested.nestedContainer(keyedBy: Key.self)
                try inner.encode(true, forKey: .a)
                try nested.encode("six")
            }
        }
        let whole = #"{"a":1,"b":[2],"c":{"x":3},"d":4,"e":[5,{"a":true},"six"]}"#
        #expect(try text([Whole(), Whole()]) == "[\(whole),\(whole)]")
    }

    @Test func cutsTextsThatAreTooLong() throws {
        let bytes = try OrderedJSON.encode(["😀😀😀", "😀😀😀😀"], textLimit: 3)
        #expect(String(decoding: bytes, as: UTF8.self) == #"["😀😀😀","😀😀…"]"#)
    }

    @Test func arraysHaveAnItemALine() throws {
        #expect(try OrderedJSON.lines([["a": 1], ["b": 2]]) == "[\n{\"a\":1},\n{\"b\":2}\n]\n")
        #expect(try OrderedJSON.lines([Int]()) == "[]\n")
        #expect(try OrderedJSON.array([Int]()) == "[]")
    }

    @Test func whatDoesNotShowIsEscaped() throws {
        let text = try text("\"\\/\n\r\t\u{0}\u{8}\u{1B}\u{7F}\u{202E}\u{2028}\u{FEFF}\u{E000}\u{E0001}ä😀")
        #expect(
            text
                == #""\"\\/\n\r\t\u0000\u0008\u001b\u007f\u202e\u2028\ufeff\ue000\udb40\udc01ä😀""#)
    }
}
