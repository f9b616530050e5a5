internal import CYAML

/// Builds nodes from libyaml's events. Events rather than libyaml's own tree: depth is bounded while reading.
struct YAMLTreeParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let file: String

    init(bytes: [UInt8], file: String) throws(YAMLError) {
        self.file = file
        input = .allocate(capacity: max(bytes.count, 1))
        _ = input.update(fromContentsOf: bytes)
        parser = .allocate(capacity: 1)
        // Fails only for want of memory, which also ends every other allocation of the process.
        precondition(yaml_parser_initialize(parser) == 1, "out of memory for a YAML parser")
        yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The only document's root.
    mutating func document() throws(YAMLError) -> YAMLNode {
        _ = try next()  // the stream's start
        let start = try next()
        if start.kind == .end { return YAMLNode(.mapping([]), line: 1, column: 1) }
        let root = try node(from: try next(), depth: 0)
        _ = try next()  // the document's end
        let after = try next()
        guard after.kind == .end else {
            throw error(.unsupported, after, "a second document begins here; split it off into a file of its own")
        }
        return root.isNull ? YAMLNode(.mapping([]), line: root.line, column: root.column) : root
    }

    private mutating func node(from event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        guard depth < YAMLDocument.maximumDepth else {
            throw error(.tooLarge, event, "more than \(YAMLDocument.maximumDepth) levels of nesting; flatten the file")
        }
        if let refused = event.refused {
            throw error(.unsupported, event, "\(refused) are not supported here; write the value out")
        }
        switch event.kind {
        case .scalar(let text, let isPlain):
            return YAMLNode(.scalar(text, isPlain: isPlain), line: event.line, column: event.column)
        case .sequence:
            var items: [YAMLNode] = []
            while case let item = try next(), item.kind != .end {
                items.append(try node(from: item, depth: depth + 1))
            }
            return YAMLNode(.sequence(items), line: event.line, column: event.column)
        case .mapping:
            return YAMLNode(.mapping(try entries(depth: depth)), line: event.line, column: event.column)
        case .end, .other:
            throw error(.syntax, event, "a value is expected here")
        }
    }

    private mutating func entries(depth: Int) throws(YAMLError) -> [(key: YAMLNode, value: YAMLNode)] {
        var entries: [(key: YAMLNode, value: YAMLNode)] = []
        var lines: [String: Int] = [:]
        while case let event = try next(), event.kind != .end {
            let key = try node(from: event, depth: depth + 1)
            guard let name = key.text else {
                throw error(.unsupported, event, "a key that is \(key.kind); keys are single words")
            }
            if let line = lines.updateValue(key.line, forKey: name) {
                throw error(.duplicateKey, event, "the key \"\(name)\" is already in line \(line); keep one of the two")
            }
            entries.append((key, try node(from: try next(), depth: depth + 1)))
        }
        return entries
    }

    private func error(_ code: YAMLError.Code, _ event: Event, _ detail: String) -> YAMLError {
        YAMLError(code, file: file, line: event.line, column: event.column, detail: detail)
    }
}

extension YAMLTreeParser {
    /// What of libyaml's event a node needs.
    private struct Event {
        enum Kind: Equatable {
            case scalar(String, isPlain: Bool)
            case sequence
            case mapping
            /// The end of whatever began last.
            case end
            case other
        }
        let kind: Kind
        let line: Int
        let column: Int
        /// The plural of what is not allowed, if the event has it.
        let refused: String?
    }

    private func next() throws(YAMLError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
        defer { yaml_event_delete(&event) }
        var kind = Event.Kind.other
        var refused: String?
        func refuse(anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?) {
            refused = anchor != nil ? "anchors (&)" : tag != nil ? "tags (!)" : nil
        }
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            kind = .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
            refuse(anchor: scalar.anchor, tag: scalar.tag)
        case YAML_SEQUENCE_START_EVENT:
            kind = .sequence
            refuse(anchor: event.data.sequence_start.anchor, tag: event.data.sequence_start.tag)
        case YAML_MAPPING_START_EVENT:
            kind = .mapping
            refuse(anchor: event.data.mapping_start.anchor, tag: event.data.mapping_start.tag)
        case YAML_ALIAS_EVENT: refused = "aliases (*)"
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT, YAML_STREAM_END_EVENT: kind = .end
        default: break
        }
        let mark = event.start_mark
        return Event(kind: kind, line: Int(mark.line) + 1, column: Int(mark.column) + 1, refused: refused)
    }

    private func syntaxError() -> YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "this cannot be read"
        guard parser.pointee.error == YAML_READER_ERROR else {
            let mark = parser.pointee.problem_mark
            let context = parser.pointee.context.map { String(cString: $0) + ": " } ?? ""
            return YAMLError(
                .syntax, file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1,
                detail: "not YAML: \(context)\(problem)")
        }
        // The reader counts bytes, not lines.
        let before = input.prefix(min(Int(parser.pointee.problem_offset), input.count))
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
        return YAMLError(
            .syntax, file: file, line: line, column: column,
            detail: "\(problem) (byte \(before.count)); save the file as UTF-8 text")
    }
}
