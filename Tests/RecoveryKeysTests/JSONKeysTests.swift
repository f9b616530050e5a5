internal import RecoveryKeys
internal import Testing

@Suite("Keys in JSON")
struct JSONKeysTests {
    private let first = SampleKeys.first
    private let second = SampleKeys.second
    private let firstID = SampleKeys.firstID
    private let secondID = SampleKeys.secondID

    private func object(_ id: String, _ key: String) -> String {
        """
        {"id":"\(id)","createdDateTime":"2024-01-01T00:00:00Z","deviceId":"d1","volumeType":1,"key":"\(key)"}
        """
    }

    @Test("Graph's list, single key, pages, lines, and arrays")
    func forms() {
        let both = ["\(firstID)|\(first)|-", "\(secondID)|\(second)|-"]
        let (one, two) = (object(firstID, first), object(secondID, second))
        let files = [
            "{\"@odata.context\":\"x\",\"value\":[\(one),\n \(two)]}",
            "{\"value\":[\(one)],\"@odata.nextLink\":\"https://x\"}\n{\"value\":[\(two)]}",
            "[\(one),\(two)]", "\(one)\n\(two)\n", "[[\(one)],[\(two)]]", "\u{FEFF} [ \(one) , \(two) ] ",
        ]
        for file in files {
            let reading = read(file)
            #expect(reading.form == .json)
            #expect(SampleKeys.lines(reading) == both, "\(file)")
            #expect(reading.problems.isEmpty)
        }
        let single = read(object(firstID, first)).entries.first
        #expect(single?.facts.volumeType == "1")
        #expect(single?.facts.deviceID == "d1")
        #expect(single?.facts.created == "2024-01-01T00:00:00Z")
    }

    @Test("What a device says holds for the keys inside of it")
    func nested() {
        let file = "[{\"bitlockerKeys\":[\(object(firstID, first))],\"id\":\"7\",\"deviceName\":\"PC01\"}]"
        #expect(SampleKeys.lines(read(file)) == ["\(firstID)|\(first)|PC01"])
    }

    @Test("Escapes in names and values")
    func escapes() {
        let key = first.replacing("-", with: "\\u2011")
        let file = "{\"computerName\":\"PC\\u0030\\ud83d\\ude00\\\\\",\"key\":\"\(key)\",\"id\":\"{\(firstID)}\"}"
        #expect(SampleKeys.lines(read(file)) == ["\(firstID)|\(first)|PC0😀\\"])
    }

    @Test("A secret with an invalid escape is reported, and the others count: nobody can say what it was")
    func invalidEscapes() {
        for escape in ["\\x", "\\ud800", "\\udc00\\ud800", "\\u12g4"] {
            let file = "[{\"passphrase\":\"a\(escape)b\"},\n\(object(secondID, second))]"
            let reading = read(file)
            #expect(SampleKeys.lines(reading) == ["\(secondID)|\(second)|-"])
            #expect(reading.problems.map(\.code) == [.malformedJSON])
            #expect(reading.problems.map(\.origin?.place) == [.line(1)])
        }
        // In a name it does no harm, and no other control character takes its place.
        let named = read("{\"computerName\":\"P\\xC\\b\",\"key\":\"\(first)\",\"id\":\"\(firstID)\"}")
        #expect(named.entries.map(\.facts.computerName) == ["P\u{FFFD}C\u{8}"])
        #expect(named.problems.isEmpty)
    }

    @Test("Graph's list without keys says what to do")
    func leftOut() {
        let file =
            "{\"value\":[{\"id\":\"\(firstID)\",\"createdDateTime\":\"x\"},{\"id\":\"\(secondID)\",\"createdDateTime\":\"x\"}]}"
        let reading = read(file)
        #expect(reading.entries.isEmpty)
        #expect(reading.problems.map(\.code) == [.keysLeftOut])
        #expect(reading.problems.first?.message.contains("lists 2 keys") == true)
    }

    @Test("A bad key and a file that breaks off are told with their line; what was read counts")
    func problems() {
        let bad = first.replacing("199408", with: "199409")
        let file = "[\n\(object(firstID, bad)),\n\(object(secondID, second)),\n{\"id\": \"x"
        let reading = read(file)
        #expect(SampleKeys.lines(reading) == ["\(secondID)|\(second)|-"])
        #expect(reading.problems.map(\.code) == [.invalidKey, .malformedJSON])
        #expect(reading.problems.map(\.origin?.place) == [.line(2), .line(4)])
        #expect(reading.problems.first?.group == 8)
    }

    @Test("Nesting is bounded")
    func depth() {
        let reading = read(String(repeating: "[", count: 1_000_000))
        #expect(reading.problems.map(\.code) == [.malformedJSON])
    }
}
