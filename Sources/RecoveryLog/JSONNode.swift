/// A JSON value under construction, whose members keep their order, so that the same event is always the same bytes.
final class JSONNode {
    private enum Form {
        case object
        case array
        case literal(String)
        case text(String)
    }

    private var form = Form.object
    /// The members of an object, or the items of an array, which have no keys.
    private var children: [(key: String, value: JSONNode)] = []

    var count: Int { children.count }

    func set(literal: String) { form = .literal(literal) }
    func set(text: String) { form = .text(text) }
    func becomeArray() { form = .array }

    /// A new child at the end.
    func append(_ key: String = "") -> JSONNode {
        let child = JSONNode()
        children.append((key, child))
        return child
    }

    /// Writes the value without any space (RFC 8259).
    func write(to bytes: inout [UInt8]) {
        switch form {
        case .literal(let literal): bytes += literal.utf8
        case .text(let text): writeJSONString(text, to: &bytes)
        case .array: writeChildren(to: &bytes, between: "[", "]") { child, bytes in child.value.write(to: &bytes) }
        case .object:
            writeChildren(to: &bytes, between: "{", "}") { child, bytes in
                writeJSONString(child.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                child.value.write(to: &bytes)
            }
        }
    }

    private func writeChildren(
        to bytes: inout [UInt8], between opening: Unicode.Scalar, _ closing: Unicode.Scalar,
        _ writeChild: ((key: String, value: JSONNode), inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: opening))
        for (index, child) in children.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            writeChild(child, &bytes)
        }
        bytes.append(UInt8(ascii: closing))
    }
}
