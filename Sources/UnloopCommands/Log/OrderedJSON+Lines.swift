internal import RecoveryLog

extension OrderedJSON {
    /// A JSON array with a value a line.
    static func lines(_ values: [some Encodable]) throws -> String {
        let lines = try values.map { String(decoding: try encode($0), as: UTF8.self) }
        return "[" + (lines.isEmpty ? "" : "\n" + lines.joined(separator: ",\n") + "\n") + "]\n"
    }
}
