/// Typed access to a node, with errors that name file, line and key.
///
/// A key without a value (nothing, `~`, `null`) counts as absent.
public struct YAMLReader: Sendable {
    /// The node that is read.
    public let node: YAMLNode
    /// The file as the caller named it.
    public let file: String
    /// The keys from the root to the node, such as `rules[0].only`; empty for the root.
    public let path: String

    /// A reader of a node of a file.
    public init(_ node: YAMLNode, file: String, path: String = "") {
        self.node = node
        self.file = file
        self.path = path
    }

    /// A reader of the root of a file's content.
    public init(parsing bytes: [UInt8], file: String) throws(YAMLError) {
        self.init(try YAMLDocument.parse(bytes, file: file), file: file)
    }

    /// The reader of the value of a key, or nil if the key is absent.
    public func optionalValue(_ key: String) throws(YAMLError) -> YAMLReader? {
        guard case .mapping(let entries) = node.value else { throw wrongType("a mapping (\(key): …)") }
        guard let entry = entries.first(where: { $0.key.text == key }), !entry.value.isNull else { return nil }
        return YAMLReader(entry.value, file: file, path: childPath(key))
    }

    /// The reader of the value of a key that must be there.
    public func value(_ key: String) throws(YAMLError) -> YAMLReader {
        guard let value = try optionalValue(key) else {
            throw YAMLError(
                .missingKey, file: file, line: node.line, column: node.column, key: childPath(key),
                detail: "the key is missing or empty; give it a value")
        }
        return value
    }

    /// The keys and the readers of their values, in the order of the file. Keys without a value are left out.
    public func entries() throws(YAMLError) -> [(key: String, value: YAMLReader)] {
        guard case .mapping(let entries) = node.value else { throw wrongType("a mapping (key: value)") }
        return entries.compactMap { entry in
            guard let key = entry.key.text, !entry.value.isNull else { return nil }
            return (key, YAMLReader(entry.value, file: file, path: childPath(key)))
        }
    }

    /// Refuses keys that the schema does not have, and suggests the nearest one that it has.
    public func rejectUnknownKeys(_ known: [String]) throws(YAMLError) {
        guard case .mapping(let entries) = node.value else { throw wrongType("a mapping (key: value)") }
        for (keyNode, _) in entries {
            guard let key = keyNode.text, !known.contains(key) else { continue }
            let suggestion = nearest(to: key, in: known).map { "did you mean \"\($0)\"?" }
            throw YAMLError(
                .unknownKey, file: file, line: keyNode.line, column: keyNode.column, key: childPath(key),
                detail: "unknown key; \(suggestion ?? "the keys here are " + known.joined(separator: ", "))")
        }
    }

    /// An error about this node, for checks that only the caller knows.
    public func error(_ detail: String, code: YAMLError.Code = .invalidValue) -> YAMLError {
        YAMLError(code, file: file, line: node.line, column: node.column, key: path, detail: detail)
    }

    func wrongType(_ wanted: String) -> YAMLError {
        error("expected \(wanted), found \(node.kind)", code: .wrongType)
    }

    private func childPath(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
