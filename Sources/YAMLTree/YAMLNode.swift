/// A value of a YAML document with the place where it begins.
public struct YAMLNode: Sendable {
    /// What a node holds.
    public indirect enum Value: Sendable {
        /// Text. `isPlain` is true when it stands without quotes and not as a block: only then can it be a number,
        /// a boolean or nothing.
        case scalar(String, isPlain: Bool)
        /// Values in order.
        case sequence([YAMLNode])
        /// Keys and values in the order of the file. The keys are scalars, and no two are equal.
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    /// What the node holds.
    public let value: Value
    /// The line where the node begins, from 1.
    public let line: Int
    /// The column where the node begins, in characters, from 1.
    public let column: Int

    /// A node at a place.
    public init(_ value: Value, line: Int, column: Int) {
        self.value = value
        self.line = line
        self.column = column
    }

    /// The text of a scalar; nil for other nodes.
    public var text: String? {
        if case .scalar(let text, _) = value { text } else { nil }
    }

    /// Whether this is the absence of a value: nothing, `~` or `null` without quotes (YAML 1.2.2, section 10.2.1.1).
    public var isNull: Bool {
        if case .scalar(let text, isPlain: true) = value {
            ["", "~", "null", "Null", "NULL"].contains(text)
        } else {
            false
        }
    }

    /// What kind of value this is, for messages.
    var kind: String {
        switch value {
        case .scalar: isNull ? "nothing" : "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
