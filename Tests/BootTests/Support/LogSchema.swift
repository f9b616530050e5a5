import Diagnostics
import Foundation
import TestSupport

/// The log's JSON Schema, held against logs by Python's jsonschema.
enum LogSchema {
    static let canBeChecked = (try? Shell.run("python3", "-c", "import jsonschema")) != nil

    private static let program = """
        import json, sys, jsonschema
        validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
        for number, line in enumerate(open(sys.argv[2], encoding='utf-8'), 1):
            for error in validator.iter_errors(json.loads(line)):
                print('line', number, error.message)
        """

    /// What is wrong with a log, a line each; empty when nothing is, or where there is no jsonschema (the schema is then
    /// tested nowhere, and `RecoveryLogTests` says so).
    static func problems(in log: String) throws -> String {
        guard canBeChecked else { return "" }
        let file = "Sources/RecoveryLog/Schema/unloop-log-1.schema.json"
        let schema = Fixtures.packageRoot.appendingPathComponent(file).path
        return try Shell.run("python3", "-W", "ignore", "-c", program, schema, log)
    }
}
