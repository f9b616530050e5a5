internal import Secrets

/// Text of HTML, and of the XML of documents and exports: rows of tables with tabs between their cells, paragraphs, and
/// `name: value` for elements that hold a value.
struct MarkupText {
    private var result: [UInt8] = []
    /// The cell that is read, or nil outside of cells.
    private var cell: [UInt8]?
    private var isFirstCell = true
    private let isDocument: Bool
    /// XML: the element that has begun last, as long as no other has.
    private var leaf: (label: [UInt8], text: [UInt8])?

    /// Whether a text is HTML or XML, or has a document of it behind its first lines.
    static func isRecognised(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.firstIndex(where: { $0 > 0x20 }) else { return false }
        let start = text[first...].prefix(65_536)
        if start.first == UInt8(ascii: "<"), let next = start.dropFirst().first {
            let isTag = next == UInt8(ascii: "!") || next == UInt8(ascii: "?") || (0x41...0x5A).contains(next & 0xDF)
            if isTag, start.contains(UInt8(ascii: ">")) { return true }
        }
        var index = start.startIndex
        while let tag = start[index...].firstIndex(of: UInt8(ascii: "<")) {
            for name in ["html", "table", "!doctype", "?xml", "body", "objs"]
            where MarkupScanner.equals(start[(tag + 1)...].prefix(name.utf8.count), name) { return true }
            index = tag + 1
        }
        return false
    }

    /// The text of HTML or XML. The caller wipes it.
    static func of(_ markup: ArraySlice<UInt8>) -> [UInt8] {
        var text = MarkupText(isDocument: isDocument(markup))
        text.result.reserveCapacity(markup.count + 1024)
        var scanner = MarkupScanner(markup)
        while scanner.index < markup.endIndex {
            guard let event = scanner.next() else { continue }
            text.take(event)
        }
        text.closeCell()
        text.cell?.wipe()
        return text.result
    }

    private init(isDocument: Bool) { self.isDocument = isDocument }

    /// Whether elements are those of HTML or a document, and not names of values.
    private static func isDocument(_ markup: ArraySlice<UInt8>) -> Bool {
        var scanner = MarkupScanner(markup.prefix(1 << 20))
        var count = 0
        while count < 500, scanner.index < markup.prefix(1 << 20).endIndex {
            count += 1
            guard case .open(let name, _, _)? = scanner.next() else { continue }
            let known = [
                "html", "body", "table", "tr", "td", "p", "div", "span", "br", "li", "document", "document-content",
            ]
            if known.contains(where: { MarkupScanner.equals(name, $0) }) { return true }
        }
        return false
    }

    private mutating func take(_ event: MarkupScanner.Event) {
        switch event {
        case .text(let text): append(text)
        case .open(let name, let attributes, let isClosed):
            if isDocument { open(name) } else { openElement(name, attributes, isClosed) }
        case .close(let name):
            if isDocument { close(name) } else { closeElement() }
        }
    }

    // MARK: HTML and documents

    private enum Kind { case table, row, cell, line, block, tab, inline }

    private static func kind(_ name: ArraySlice<UInt8>) -> Kind {
        switch String(decoding: name.prefix(20), as: UTF8.self).lowercased() {
        case "table", "tbl": .table
        case "tr", "row", "table-row": .row
        case "td", "th", "tc", "cell", "table-cell": .cell
        case "br", "line-break", "cr": .line
        case "tab": .tab
        case "p", "div", "li", "h", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "pre", "section", "article",
            "tbody":
            .block
        default: .inline
        }
    }

    private mutating func open(_ name: ArraySlice<UInt8>) {
        switch Self.kind(name) {
        case .table:
            closeCell()
            newLine()
            result.append(0x0A)
        case .row:
            closeCell()
            newLine()
            isFirstCell = true
        case .cell:
            closeCell()
            cell = []
        case .line: if cell != nil { cell?.append(0x0A) } else { result.append(0x0A) }
        case .tab: if cell != nil { cell?.append(0x20) } else { result.append(0x09) }
        case .block: if let last = cell?.last, last != 0x0A { cell?.append(0x0A) } else if cell == nil { newLine() }
        case .inline: break
        }
    }

    private mutating func close(_ name: ArraySlice<UInt8>) {
        switch Self.kind(name) {
        case .table:
            closeCell()
            newLine()
            result.append(0x0A)
        case .row:
            closeCell()
            newLine()
        case .cell: closeCell()
        case .block: if cell == nil { newLine() }
        case .line, .tab, .inline: break
        }
    }

    private mutating func newLine() { if let last = result.last, last != 0x0A { result.append(0x0A) } }

    private mutating func closeCell() {
        guard var content = cell else { return }
        cell = nil
        defer { content.wipe() }
        if !isFirstCell { result.append(0x09) }
        isFirstCell = false
        let text = content[...].trimmedBlanks()
        if text.contains(where: { $0 == 0x0A || $0 == 0x09 || $0 == UInt8(ascii: "\"") }) {
            result.append(UInt8(ascii: "\""))
            for byte in text {
                if byte == UInt8(ascii: "\"") { result.append(byte) }
                result.append(byte)
            }
            result.append(UInt8(ascii: "\""))
        } else {
            result.append(contentsOf: text)
        }
    }

    private mutating func append(_ text: ArraySlice<UInt8>) {
        if !isDocument {
            if var leaf {
                self.leaf = nil
                MarkupScanner.append(text, to: &leaf.text)
                self.leaf = leaf
            } else if text.contains(where: { $0 > 0x20 }) {
                MarkupScanner.append(text.trimmedBlanks(), to: &result)
                result.append(0x0A)
            }
            return
        }
        var part: [UInt8] = []
        MarkupScanner.append(text, to: &part)
        defer { part.wipe() }
        for byte in part {
            // Line ends in the source are blanks, unless they part paragraphs of text without tags.
            if cell != nil {
                cell?.append(byte < 0x20 ? 0x20 : byte)
            } else if byte >= 0x20 {
                result.append(byte)
            } else if let last = result.last, last > 0x20 {
                result.append(byte == 0x0D ? 0x20 : byte)
            }
        }
    }

    // MARK: Elements with values

    private mutating func openElement(_ name: ArraySlice<UInt8>, _ attributes: ArraySlice<UInt8>, _ isClosed: Bool) {
        if leaf != nil { flush(asContainer: true) }
        var label = Array(name)
        for (attribute, value) in MarkupScanner.attributes(attributes)
        where !attribute.starts(with: Array("xmlns".utf8)) {
            // PowerShell's <S N="RecoveryPassword">, and <property name="…">.
            if MarkupScanner.equals(attribute, "n") || MarkupScanner.equals(attribute, "name"), value.count < 60,
                !isClosed, !MarkupScanner.equals(name, "computer"), !MarkupScanner.equals(name, "device"),
                !MarkupScanner.equals(name, "machine")
            {
                label = Array(value)
            } else {
                let isName = MarkupScanner.equals(attribute, "name")
                result.append(contentsOf: isName ? Array(name) + Array(" name".utf8) : Array(attribute))
                result.append(contentsOf: ": ".utf8)
                MarkupScanner.append(value, to: &result)
                result.append(0x0A)
            }
        }
        if !isClosed { leaf = (label, []) }
    }

    private mutating func closeElement() {
        if leaf != nil { flush(asContainer: false) } else { result.append(0x0A) }
    }

    private mutating func flush(asContainer: Bool) {
        guard var leaf else { return }
        self.leaf = nil
        defer { leaf.text.wipe() }
        let text = leaf.text[...].trimmedBlanks()
        if text.isEmpty {
            if asContainer { result.append(0x0A) }
            return
        }
        result.append(contentsOf: leaf.label)
        result.append(contentsOf: ": ".utf8)
        result.append(contentsOf: text)
        result.append(0x0A)
    }
}
