extension YAMLReader {
    /// The node's text. Numbers and words such as `no` are text too, as they are written.
    public func string() throws(YAMLError) -> String {
        guard let text = node.text, !node.isNull else { throw wrongType("text") }
        return text
    }

    /// The node's truth value: `true` or `false` without quotes.
    public func boolean() throws(YAMLError) -> Bool {
        switch node.value {
        case .scalar("true", isPlain: true): return true
        case .scalar("false", isPlain: true): return false
        case .scalar(let text, _): throw wrongValue(text, wanted: "true or false, without quotes")
        case .sequence, .mapping: throw wrongType("true or false")
        }
    }

    /// The node's whole number, in decimal digits, within `range`.
    public func integer(in range: ClosedRange<Int> = Int.min...Int.max) throws(YAMLError) -> Int {
        guard case .scalar(let text, let isPlain) = node.value else { throw wrongType("a whole number") }
        guard isPlain, let number = Int(text) else { throw wrongValue(text, wanted: "a whole number, without quotes") }
        guard range.contains(number) else {
            throw error("\(number) is out of range; allowed are \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The node's list, one reader an item.
    public func sequence() throws(YAMLError) -> [YAMLReader] {
        guard case .sequence(let items) = node.value else { throw wrongType("a list (- item)") }
        return items.enumerated().map { YAMLReader($1, file: file, path: "\(path)[\($0)]") }
    }

    /// The node's list of texts.
    public func strings() throws(YAMLError) -> [String] {
        var texts: [String] = []
        for item in try sequence() { texts.append(try item.string()) }
        return texts
    }

    private func wrongValue(_ text: String, wanted: String) -> YAMLError {
        error("write \(wanted), not \"\(text)\"", code: .wrongType)
    }
}

extension YAMLReader {
    /// The text of a key.
    public func string(_ key: String) throws(YAMLError) -> String { try value(key).string() }

    /// The text of a key, or nil if the key is absent.
    public func optionalString(_ key: String) throws(YAMLError) -> String? { try optionalValue(key)?.string() }

    /// The list of texts of a key.
    public func strings(_ key: String) throws(YAMLError) -> [String] { try value(key).strings() }

    /// The list of texts of a key, or nil if the key is absent.
    public func optionalStrings(_ key: String) throws(YAMLError) -> [String]? { try optionalValue(key)?.strings() }

    /// The truth value of a key.
    public func boolean(_ key: String) throws(YAMLError) -> Bool { try value(key).boolean() }

    /// The truth value of a key, or nil if the key is absent.
    public func optionalBoolean(_ key: String) throws(YAMLError) -> Bool? { try optionalValue(key)?.boolean() }

    /// The whole number of a key, within `range`.
    public func integer(
        _ key: String, in range: ClosedRange<Int> = Int.min...Int.max
    ) throws(YAMLError) -> Int { try value(key).integer(in: range) }

    /// The whole number of a key, or nil if the key is absent.
    public func optionalInteger(
        _ key: String, in range: ClosedRange<Int> = Int.min...Int.max
    ) throws(YAMLError) -> Int? { try optionalValue(key)?.integer(in: range) }

    /// The list of a key, one reader an item.
    public func sequence(_ key: String) throws(YAMLError) -> [YAMLReader] { try value(key).sequence() }

    /// The list of a key, or nil if the key is absent.
    public func optionalSequence(_ key: String) throws(YAMLError) -> [YAMLReader]? {
        try optionalValue(key)?.sequence()
    }

    /// The mapping of a key.
    public func mapping(_ key: String) throws(YAMLError) -> YAMLReader {
        let reader = try value(key)
        guard case .mapping = reader.node.value else { throw reader.wrongType("a mapping (key: value)") }
        return reader
    }

    /// The mapping of a key, or nil if the key is absent.
    public func optionalMapping(_ key: String) throws(YAMLError) -> YAMLReader? {
        try optionalValue(key) == nil ? nil : mapping(key)
    }
}
