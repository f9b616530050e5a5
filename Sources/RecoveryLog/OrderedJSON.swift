/// JSON with members in the order of declaration, without spaces, safe to print on a terminal.
public enum OrderedJSON {
    /// The JSON text of a value in UTF-8. Absent members are left out. Fractions are an error.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let node = JSONNode()
        try OrderedEncoder.encode(value, into: node)
        var bytes: [UInt8] = []
        node.write(to: &bytes)
        return bytes
    }

    /// Appends the JSON string of a text, as `encode` writes it.
    public static func append(_ text: String, to bytes: inout [UInt8]) { writeJSONString(text, to: &bytes) }
}
