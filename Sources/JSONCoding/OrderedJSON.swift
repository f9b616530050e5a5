/// JSON of values: members in the order of declaration, without spaces, safe to print on a terminal. Foundation's encoder
/// either sorts members or promises no order, and the agent has no Foundation.
public enum OrderedJSON {
    /// The JSON text of a value in UTF-8. Absent members are left out.
    ///
    /// - Parameter textLimit: the most Unicode scalars that a text may have; a longer one is cut and ends with `…`.
    /// - Throws: `EncodingError` for a number with a fraction, which nothing here writes.
    public static func encode(_ value: some Encodable, textLimit: Int = .max) throws -> [UInt8] {
        let output = OrderedEncoder.Output(JSONWriter(textLimit: textLimit))
        try output.encode(value)
        return output.writer.bytes
    }

    /// The JSON text of an array with an item a line, and a line end.
    public static func lines(_ values: [some Encodable]) throws -> String { try array(values) + "\n" }

    /// The JSON text of an array with an item a line.
    public static func array(_ values: [some Encodable]) throws -> String {
        let lines = try values.map { String(decoding: try encode($0), as: UTF8.self) }
        return lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n]"
    }
}
