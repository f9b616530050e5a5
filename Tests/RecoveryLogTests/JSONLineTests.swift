import Foundation
import Testing

@testable import RecoveryLogReader

/// The reader of lines beside Foundation's.
@Suite struct JSONLineTests {
    private struct Sample: Codable, Equatable {
        var text: String?
        var number: Int?
        var truth: Bool?
        var list: [String]?
        var inner: [Inner]?
        struct Inner: Codable, Equatable { var small: UInt8? }
    }

    private func ours(_ line: String) -> Sample? {
        try? JSONLineDecoder.decode(Sample.self, from: Array(line.utf8)[...])
    }

    @Test(arguments: [
        #"{"text":"a\"\\\/\b\f\n\r\t\u00e4\uD83D\uDE00ä😀","number":-12,"truth":true,"list":["x",""],"inner":[{"small":255}]}"#,
        #" { "t\u0065xt" : "x" , "number" : 0 , "truth" : false , "list" : [ ] , "other" : {"a":[1,{"b":null}]} } "#,
        #"{"text":null,"number":9223372036854775807,"inner":[{},{"small":0}]}"#,
        #"{"text":"first","text":"last"}"#, "{}", "\t{}\r",
    ])
    func readsWhatFoundationReads(_ line: String) throws {
        // Foundation keeps the first of two members of the same name.
        let expected = try JSONDecoder().decode(Sample.self, from: Data(line.utf8))
        var sample = try #require(ours(line))
        if sample.text == "last" { sample.text = "first" }
        #expect(sample == expected)
    }

    @Test(arguments: [
        "", " ", "{", "}", "{}}", "{} {}", "{,}", #"{"a"}"#, #"{"a":}"#, #"{a:1}"#, #"{"a":'x'}"#,
        #"{"a":01}"#, #"{"a":1.}"#, #"{"a":.5}"#, #"{"a":+1}"#, #"{"a":-}"#, #"{"a":1e}"#, #"{"a":tru}"#, #"{"a":nul"#,
        #"{"a":"\x"}"#, #"{"a":"\u12g4"}"#, #"{"a":"\ud800"}"#, #"{"a":"\ud800\u0041"}"#, #"{"a":"\"#, #"{"a":"x}"#,
        "{\"a\":\"\n\"}", "{\"a\":\"\u{1}\"}",
    ])
    func refusesWhatFoundationRefuses(_ line: String) {
        #expect(throws: (any Error).self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        #expect(throws: JSONLine.Malformed.self) { try JSONLine(Array(line.utf8)[...]) }
    }

    /// Foundation takes these; RFC 8259 does not.
    @Test(arguments: ["[1,]", #"{"a":1,}"#]) func refusesACommaAtTheEnd(_ line: String) {
        #expect(throws: JSONLine.Malformed.self) { try JSONLine(Array(line.utf8)[...]) }
    }

    @Test(
        arguments: [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
    func refusesTextsThatAreNotUTF8(_ bytes: [UInt8]) {
        let line = Array("{\"a\":\"".utf8) + bytes + Array("\"}".utf8)
        #expect(throws: JSONLine.Malformed.self) { try JSONLine(line[...]) }
    }

    @Test(arguments: [
        #"{"number":1.5}"#, #"{"number":1e2}"#, #"{"number":"1"}"#, #"{"number":9223372036854775808}"#, #"{"text":1}"#,
        #"{"truth":1}"#, #"{"list":{}}"#, #"{"list":[1]}"#, #"{"inner":[{"small":256}]}"#, #"{"inner":[{"small":-1}]}"#,
    ])
    func valuesOfAnotherKindAreNone(_ line: String) { #expect(ours(line) == nil) }
}
