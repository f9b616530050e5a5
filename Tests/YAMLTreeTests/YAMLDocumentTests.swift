import Diagnostics
import Testing
import Vocabulary
import YAMLTree

@Suite struct YAMLDocumentTests {
    private func parse(_ text: String) throws(YAMLError) -> YAMLNode {
        try YAMLDocument.parse(Array(text.utf8), file: "t.yaml")
    }

    private func failure(_ text: String) -> YAMLError? {
        do { _ = try parse(text) } catch { return error }
        return nil
    }

    /// A node as one line: `text@line:column`, quoted text in quotes.
    private func flat(_ node: YAMLNode) -> String {
        let place = "@\(node.line):\(node.column)"
        switch node.value {
        case .scalar(let text, let isPlain): return (isPlain ? text : "\"\(text)\"") + place
        case .sequence(let items): return "[" + items.map(flat).joined(separator: " ") + "]" + place
        case .mapping(let entries):
            return "{" + entries.map { "\(flat($0.key)): \(flat($0.value))" }.joined(separator: " ") + "}" + place
        }
    }

    @Test func givesEveryValueItsPlace() throws {
        let node = try parse("id: one\nlinks:\n  - a\n  - \"b\"\nrule: { x: 1, y: }\n")
        #expect(
            flat(node) == "{id@1:1: one@1:5 links@2:1: [a@3:5 \"b\"@4:5]@3:3 "
                + "rule@5:1: {x@5:9: 1@5:12 y@5:15: @5:18}@5:7}@1:1")
    }

    @Test func readsMarksAndCarriageReturns() throws {
        #expect(flat(try parse("\u{FEFF}id: one\r\nb: two\r\n")) == flat(try parse("id: one\nb: two\n")))
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "~\n"])
    func takesAFileWithoutContentAsAnEmptyMapping(text: String) throws {
        guard case .mapping(let entries) = try parse(text).value else { Issue.record("no mapping"); return }
        #expect(entries.isEmpty)
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", YAMLError.Code.duplicateKey, 3, 1),
        ("a: &x 1\n", .unsupported, 1, 4),
        ("a: &x 1\nb: *x\n", .unsupported, 1, 4),
        ("a: *x\n", .unsupported, 1, 4),
        ("a: !!int 1\n", .unsupported, 1, 4),
        ("a: 1\n---\nb: 2\n", .unsupported, 2, 1),
        ("? [a, b]\n: 1\n", .unsupported, 1, 3),
        ("a: 'open\n", .syntax, 2, 1),
        ("a: 1\n b: 2\n", .syntax, 2, 3),
        ("a: 1\n\tb: 2\n", .syntax, 2, 1),
    ])
    func refuses(text: String, code: YAMLError.Code, line: Int, column: Int) throws {
        let error = try #require(failure(text))
        #expect(error.code == code)
        #expect("\(error.line):\(error.column)" == "\(line):\(column)", "\(error)")
        #expect(error.message.hasPrefix("t.yaml:\(line):\(column): "))
    }

    @Test func namesTheByteThatIsNotUTF8() throws {
        do {
            _ = try YAMLDocument.parse(Array("a: 1\nb: x".utf8) + [0xFF], file: "t.yaml")
            Issue.record("accepted")
        } catch {
            #expect(error.code == .syntax)
            #expect(error.line == 2)
            #expect(error.message.contains("byte 9"))
        }
    }

    @Test func boundsDepthAndSize() throws {
        let deepest = YAMLDocument.maximumDepth - 1
        _ = try parse(String(repeating: "[", count: deepest) + "1" + String(repeating: "]", count: deepest))
        #expect(failure(String(repeating: "[", count: 500_000))?.code == .tooLarge)
        #expect(failure("# " + String(repeating: "x", count: YAMLDocument.maximumSize))?.code == .tooLarge)
    }

    @Test func everyCutOfAFileIsReadOrRefused() {
        let text = "id: one\nlinks: [a, 'b']\nrules:\n  - folder: \"c\\u0041\"\n    only: {size: {minimum: 1}}\n"
        let bytes = Array(text.utf8)
        for end in bytes.indices {
            _ = try? YAMLDocument.parse(Array(bytes[..<end]), file: "t.yaml")
            var changed = bytes
            changed[end] = 0
            #expect(throws: YAMLError.self) { try YAMLDocument.parse(changed, file: "t.yaml") }
        }
    }
}
