/// Names of computers as exports, logs and people write them, and the rule by which two are the same.
public enum ComputerName {
    /// The longest name that NetBIOS keeps, in characters; Windows cuts longer names there (RFC 1001, section 14: 16 bytes,
    /// of which the last is the kind of service).
    public static let netBIOSLength = 15

    /// The name for comparing: the first DNS label in lower case, without a NetBIOS domain before it (`CORP\PC01`) and the
    /// `$` of an account's name after it.
    public static func comparable(_ name: String) -> String {
        var text = Substring(name.lowercased()).drop { $0.isWhitespace }
        while let last = text.last, last.isWhitespace || last == "$" { text.removeLast() }
        if let separator = text.lastIndex(of: "\\") { text = text[text.index(after: separator)...] }
        return String(text.prefix { $0 != "." })
    }

    /// Whether two names are of the same computer.
    public static func areSame(_ left: String, _ right: String) -> Bool {
        let left = comparable(left)
        return !left.isEmpty && left == comparable(right)
    }
}
