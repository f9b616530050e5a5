/// A key of a keyboard, a serial line or a scanner.
enum TypedKey: Equatable {
    case character(Unicode.Scalar)
    case enter, tab, escape, backspace, delete, left, right, home, end

    /// The keys of what a console has sent. A scanner or a paste sends many at once.
    ///
    /// Sequences are those of the kernel's console and of xterm (console_codes(4), "Linux Console Controls").
    static func keys(of bytes: [UInt8]) -> [TypedKey] {
        var keys: [TypedKey] = []
        var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
        while let first = rest.popFirst() {
            switch first {
            case "\r", "\n": keys.append(.enter)
            case "\t": keys.append(.tab)
            case "\u{7F}", "\u{08}": keys.append(.backspace)
            case "\u{1B}" where rest.first == "[" || rest.first == "O":
                rest.removeFirst()
                let parameter = rest.prefix { ("0"..."9").contains($0) || $0 == ";" }
                rest = rest.dropFirst(parameter.count)
                if let key = sequence(String(parameter), rest.popFirst()) { keys.append(key) }
            case "\u{1B}": keys.append(.escape)
            default: if first.value >= 32 { keys.append(.character(first)) }
            }
        }
        return keys
    }

    private static func sequence(_ parameter: String, _ last: Unicode.Scalar?) -> TypedKey? {
        switch (last, parameter) {
        case ("D", _): .left
        case ("C", _): .right
        case ("H", _), ("~", "1"), ("~", "7"): .home
        case ("F", _), ("~", "4"), ("~", "8"): .end
        case ("~", "3"): .delete
        default: nil
        }
    }
}
