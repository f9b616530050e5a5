import Diagnostics
import Testing
import YAMLTree

@Suite struct YAMLReaderTests {
    private static let text = """
        name: unloop
        version: 13
        answer: no
        quoted: "true"
        on: true
        count: -4
        empty:
        tilde: ~
        links: [a, 2]
        nested:
          list:
            - size: x
        """

    private let reader: YAMLReader

    init() throws {
        reader = try YAMLReader(parsing: Array(Self.text.utf8), file: "t.yaml")
    }

    private func message(_ body: () throws(YAMLError) -> Void) -> String {
        do { try body() } catch { return error.message }
        return "no error"
    }

    @Test func readsValues() throws {
        #expect(try reader.string("name") == "unloop")
        #expect(try reader.string("version") == "13")
        #expect(try reader.string("answer") == "no")
        #expect(try reader.boolean("on"))
        #expect(try reader.integer("count") == -4)
        #expect(try reader.strings("links") == ["a", "2"])
        #expect(try reader.entries().map(\.key).count == 8)
        #expect(try reader.mapping("nested").sequence("list")[0].string("size") == "x")
    }

    @Test(arguments: ["empty", "tilde", "missing"])
    func takesAKeyWithoutValueAsAbsent(key: String) throws {
        #expect(try reader.optionalString(key) == nil)
        #expect(try reader.optionalStrings(key) == nil)
        #expect(try reader.optionalBoolean(key) == nil)
        #expect(try reader.optionalInteger(key) == nil)
        #expect(try reader.optionalMapping(key) == nil)
        #expect(try reader.optionalSequence(key) == nil)
        let text = message { () throws(YAMLError) in _ = try reader.string(key) }
        #expect(text == "t.yaml:1:1: \(key): the key is missing or empty; give it a value")
    }

    @Test func namesFileLineAndKey() {
        #expect(
            message { () throws(YAMLError) in _ = try reader.boolean("answer") }
                == "t.yaml:3:9: answer: write true or false, without quotes, not \"no\"")
        #expect(
            message { () throws(YAMLError) in _ = try reader.boolean("quoted") }
                == "t.yaml:4:9: quoted: write true or false, without quotes, not \"true\"")
        #expect(
            message { () throws(YAMLError) in _ = try reader.integer("count", in: 0...9) }
                == "t.yaml:6:8: count: -4 is out of range; allowed are 0 to 9")
        #expect(
            message { () throws(YAMLError) in _ = try reader.integer("name") }
                == "t.yaml:1:7: name: write a whole number, without quotes, not \"unloop\"")
        #expect(
            message { () throws(YAMLError) in _ = try reader.string("links") }
                == "t.yaml:9:8: links: expected text, found a list")
        #expect(
            message { () throws(YAMLError) in _ = try reader.strings("name") }
                == "t.yaml:1:7: name: expected a list (- item), found a single value")
        #expect(
            message { () throws(YAMLError) in _ = try reader.mapping("links") }
                == "t.yaml:9:8: links: expected a mapping (key: value), found a list")
        #expect(
            message { () throws(YAMLError) in
                _ = try reader.mapping("nested").sequence("list")[0].integer("size")
            } == "t.yaml:12:13: nested.list[0].size: write a whole number, without quotes, not \"x\"")
    }

    @Test func suggestsTheNearestKey() throws {
        let reader = try YAMLReader(parsing: Array("a: 1\nlinsk: []\n".utf8), file: "t.yaml")
        #expect(
            message { () throws(YAMLError) in try reader.rejectUnknownKeys(["a", "links", "title"]) }
                == "t.yaml:2:1: linsk: unknown key; did you mean \"links\"?")
        #expect(
            message { () throws(YAMLError) in try reader.rejectUnknownKeys(["a", "rules"]) }
                == "t.yaml:2:1: linsk: unknown key; the keys here are a, rules")
        try reader.rejectUnknownKeys(["linsk", "a"])
    }
}
