/// Reads YAML files: the plain part of YAML 1.2 that configuration needs, with a place for every value.
public enum YAMLDocument {
    /// The largest file that is read, in bytes. The longest template is far below.
    public static let maximumSize = 1 << 20
    /// The deepest nesting that is read.
    public static let maximumDepth = 32

    /// The root node of a file's content.
    ///
    /// A byte order mark and CRLF are fine. A file without content is an empty mapping. Aliases, anchors, tags, a second
    /// document, keys that are not scalars and keys that occur twice are errors.
    ///
    /// - Parameter file: the name of the file for error messages.
    public static func parse(_ bytes: [UInt8], file: String) throws(YAMLError) -> YAMLNode {
        guard bytes.count <= maximumSize else {
            throw YAMLError(
                .tooLarge, file: file, line: 1, column: 1,
                detail: "the file has \(bytes.count) bytes, more than the \(maximumSize) that are read; shorten it")
        }
        var parser = try YAMLTreeParser(bytes: bytes, file: file)
        return try parser.document()
    }
}
