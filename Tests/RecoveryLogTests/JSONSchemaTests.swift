import Foundation
import RecoveryLog
import Testing

/// Holds lines against `Sources/RecoveryLog/Schema/unloop-log-1.schema.json` with Python's jsonschema, which knows nothing of Unloop.
@Suite(.enabled(if: Python.hasJSONSchema, "needs Python's jsonschema"))
struct JSONSchemaTests {
    private static let schema = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/RecoveryLog/Schema/unloop-log-1.schema.json").standardizedFileURL.path

    /// Prints the numbers of the lines that are not valid, from 0.
    private static let program = """
        import json, sys, jsonschema
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for number, line in enumerate(sys.stdin.buffer.read().decode('utf-8').split('\\n')[:-1]):
            for error in validator.iter_errors(json.loads(line)):
                print(number)
        """

    private func invalidLines(_ bytes: [UInt8]) throws -> String {
        try Python.run(["-c", Self.program, Self.schema], input: bytes)
    }

    @Test func everyEventIsValid() throws {
        var bytes: [UInt8] = []
        var chain = LogChain()
        for (sequence, sample) in SampleEvents.all.enumerated() {
            bytes += try LogEncoder.line(sample.event, time: SampleEvents.time, sequence: sequence, chain: &chain)
        }
        #expect(try invalidLines(bytes) == "")
    }

    @Test func theSchemaRefusesWhatIsNotALine() throws {
        let place = #""time":"2024-07-19T05:27:00.007Z","sequence":1"#
        let hash = #""hash":"\#(String(repeating: "0", count: 64))""#
        let lines = """
            {"event":"removed",\(place),"device":"/dev/sda1","path":"a",\(hash)}
            {"event":"removed",\(place),"device":"/dev/sda1",\(hash)}
            {"event":"removed",\(place),"device":"sda1","path":"a",\(hash)}
            {"event":"removed",\(place),"device":"/dev/sda1","path":"a","more":1,\(hash)}
            {"event":"removed","time":"2024-07-19","sequence":1,"device":"/dev/sda1","path":"a",\(hash)}
            {"event":"teleported",\(place),\(hash)}
            {"event":"end",\(place),"outcome":"great","code":"c","reason":"r","next":"n","seconds":1,\(hash)}
            {"event":"removed",\(place),"device":"/dev/sda1","path":"a"}

            """
        #expect(try invalidLines(Array(lines.utf8)) == "1\n2\n3\n4\n5\n6\n7\n")
    }
}
