/// Names of computers as exports, logs and people write them, and the rule by which two are the same.
public enum ComputerName {
    /// The longest name that NetBIOS keeps, in characters; Windows cuts longer names there (RFC 1001, section 14: 16 bytes,
    /// of which the last is the kind of service).
    public static let netBIOSLength = 15

    /// The name for comparing: the first DNS label in lower case, without a NetBIOS domain before it (`CORP\PC01`), the
    /// `$` of an account's name after it, and what is no letter of any name: control characters, and what stands for bytes
    /// that could not be kept.
    public static func comparable(_ name: String) -> String {
        let lost = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory == .control || scalar == "\u{FFFD}" }
        let plain =
            name.unicodeScalars.contains(where: lost) ? name.filter { !$0.unicodeScalars.allSatisfy(lost) } : name
        var text = Substring(plain.lowercased()).drop { $0.isWhitespace }
        while let last = text.last, last.isWhitespace || last == "$" { text.removeLast() }
        if let separator = text.lastIndex(of: "\\") { text = text[text.index(after: separator)...] }
        return String(text.prefix { $0 != "." })
    }

    /// Whether one of two names, as `comparable` gives them, is what NetBIOS keeps of the other: Windows shows a name of
    /// more than 15 letters by its first 15 where only NetBIOS is asked.
    public static func isCut(_ left: String, _ right: String) -> Bool {
        let (short, long) = left.utf8.count < right.utf8.count ? (left, right) : (right, left)
        return short.count == netBIOSLength && long.count > netBIOSLength && long.hasPrefix(short)
    }

    /// Whether Windows setup made the name up: volumes that were encrypted before their Windows was installed bear it.
    public static func isOfSetup(_ name: String) -> Bool { comparable(name).hasPrefix("minint-") }

    /// Whether two names are of the same computer.
    public static func areSame(_ left: String, _ right: String) -> Bool {
        let left = comparable(left)
        return !left.isEmpty && left == comparable(right)
    }
}
