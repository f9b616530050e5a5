/// The tags and texts of HTML or XML, one after another, as tolerant as browsers are. What it gives are slices of the text.
struct MarkupScanner {
    enum Event {
        /// A tag without its prefix, and what stands after its name.
        case open(name: ArraySlice<UInt8>, attributes: ArraySlice<UInt8>, isClosed: Bool)
        case close(name: ArraySlice<UInt8>)
        /// Text with its references, such as `&amp;`, as they stand.
        case text(ArraySlice<UInt8>)
    }

    private let text: ArraySlice<UInt8>
    private(set) var index: Int

    init(_ text: ArraySlice<UInt8>) {
        self.text = text
        index = text.startIndex
    }

    /// The next tag or text; comments, declarations, scripts and styles are passed over.
    mutating func next() -> Event? {
        while index < text.endIndex {
            if text[index] != UInt8(ascii: "<") {
                let end = text[index...].firstIndex(of: UInt8(ascii: "<")) ?? text.endIndex
                defer { index = end }
                return .text(text[index..<end])
            }
            if hasPrefix("<!--") {
                index = find("-->", from: index + 4)
            } else if hasPrefix("<![CDATA[") {
                let end = find("]]>", from: index + 9)
                defer { index = end }
                return .text(text[(index + 9)..<max(index + 9, end - 3)])
            } else if hasPrefix("<!") || hasPrefix("<?") {
                index = find(">", from: index)
            } else if let event = tag() {
                return event
            }
        }
        return nil
    }

    private mutating func tag() -> Event? {
        var end = index + 1
        var quote: UInt8?
        // A tag that does not end within 64 KiB, or before the next one begins, is no tag.
        let limit = min(text.endIndex, index + 65_536)
        var isTag = false
        while end < limit {
            let byte = text[end]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") {
                isTag = byte == UInt8(ascii: ">")
                break
            }
            end += 1
        }
        guard isTag else {
            // With a quote that nothing closes, what is behind it may be tags all the same.
            let end = quote == nil ? end : index + 1
            defer { index = end }
            return .text(text[index..<end])
        }
        var content = text[(index + 1)..<end]
        index = end + 1
        let isClosing = content.first == UInt8(ascii: "/")
        if isClosing { content = content.dropFirst() }
        let isClosed = content.last == UInt8(ascii: "/")
        if isClosed { content = content.dropLast() }
        let nameEnd = content.firstIndex { $0 <= 0x20 } ?? content.endIndex
        var name = content[content.startIndex..<nameEnd]
        if let colon = name.lastIndex(of: UInt8(ascii: ":")) { name = name[(colon + 1)...] }
        if isClosing { return .close(name: name) }
        if !isClosed, Self.equals(name, "script") || Self.equals(name, "style") {
            let closing = Self.equals(name, "script") ? "</script" : "</style"
            index = find(closing, from: index)
            index = find(">", from: index)
            return nil
        }
        return .open(name: name, attributes: content[nameEnd...], isClosed: isClosed)
    }

    /// Without a slice of the text and the iterators of a generic comparison: most of the time would go into them.
    private func hasPrefix(_ prefix: StaticString) -> Bool {
        guard text.endIndex - index >= prefix.utf8CodeUnitCount else { return false }
        for offset in 0..<prefix.utf8CodeUnitCount where text[index + offset] != prefix.utf8Start[offset] {
            return false
        }
        return true
    }

    /// Where a text that ends something ends, without regard to case; the end if it is not there.
    private func find(_ wanted: String, from start: Int) -> Int {
        let wanted = Array(wanted.utf8)
        var place = min(start, text.endIndex)
        while place + wanted.count <= text.endIndex {
            if Self.equals(text[place..<(place + wanted.count)], wanted) { return place + wanted.count }
            place += 1
        }
        return text.endIndex
    }

    /// Whether a name is the same without regard to case.
    static func equals(_ name: ArraySlice<UInt8>, _ other: String) -> Bool { equals(name, Array(other.utf8)) }

    private static func equals(_ name: ArraySlice<UInt8>, _ other: [UInt8]) -> Bool {
        name.count == other.count
            && zip(name, other).allSatisfy { left, right in
                left == right || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(left) && left | 0x20 == right
            }
    }

    /// The value of an attribute.
    static func attribute(_ wanted: String, in attributes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        for (name, value) in Self.attributes(attributes) where equals(name, wanted) { return value }
        return nil
    }

    /// The attributes of a tag, 64 at the most.
    static func attributes(_ text: ArraySlice<UInt8>) -> [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] {
        var attributes: [(ArraySlice<UInt8>, ArraySlice<UInt8>)] = []
        var rest = text
        while let equals = rest.firstIndex(of: UInt8(ascii: "=")), attributes.count < 64 {
            let name = rest[rest.startIndex..<equals].trimmedBlanks()
            var value = rest[(equals + 1)...].drop { $0 <= 0x20 }
            guard let first = value.first else { break }
            if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
                value = value.dropFirst()
                let end = value.firstIndex(of: first) ?? value.endIndex
                rest = value[min(end + 1, value.endIndex)...]
                value = value[value.startIndex..<end]
            } else {
                let end = value.firstIndex { $0 <= 0x20 } ?? value.endIndex
                rest = value[end...]
                value = value[value.startIndex..<end]
            }
            attributes.append((name.split(separator: 0x20).last ?? name, value))
        }
        return attributes
    }

    /// Appends text with its references replaced: `&#45;`, `&nbsp;`, `&amp;`.
    static func append(_ text: ArraySlice<UInt8>, to result: inout [UInt8]) {
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "&"), let end = rest.prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
                result.append(byte)
                continue
            }
            let name = rest[rest.startIndex..<end]
            guard let scalar = scalar(name) else {
                result.append(byte)
                continue
            }
            rest = rest[(end + 1)...]
            // As `NormalText` would have it: it has run already.
            switch KeyCharacter.kind(of: scalar) {
            case .hyphen: result.append(UInt8(ascii: "-"))
            case .blank, .lineEnd: result.append(0x20)
            case .invisible: break
            case .digit, .letter, .other: result.append(contentsOf: String(Character(scalar)).utf8)
            }
        }
    }

    private static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        if name.first == UInt8(ascii: "#") {
            let digits = String(decoding: name.dropFirst(), as: UTF8.self)
            let isHexadecimal = digits.first == "x" || digits.first == "X"
            let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return number.flatMap(Unicode.Scalar.init)
        }
        return switch String(decoding: name, as: UTF8.self) {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "apos": "'"
        case "nbsp", "ensp", "emsp", "thinsp": " "
        case "ndash", "mdash", "minus", "hyphen", "dash", "shy": "-"
        default: nil
        }
    }
}
