/// A line being typed and its cursor: what the fields of prompts have in common.
struct EditedLine<Element> {
    private(set) var elements: [Element] = []
    private(set) var cursor = 0

    /// - Parameter capacity: Reserved in one piece: a growing array would leave copies of a secret behind.
    init(capacity: Int) { elements.reserveCapacity(capacity) }

    /// Inserts an element at the cursor.
    mutating func insert(_ element: Element) {
        elements.insert(element, at: cursor)
        cursor += 1
    }

    /// Applies an editing key; other keys do nothing.
    mutating func edit(_ key: TypedKey) {
        switch key {
        case .backspace where cursor > 0:
            cursor -= 1
            elements.remove(at: cursor)
        case .delete where cursor < elements.count: elements.remove(at: cursor)
        case .left where cursor > 0: cursor -= 1
        case .right where cursor < elements.count: cursor += 1
        case .home: cursor = 0
        case .end: cursor = elements.count
        case .character, .enter, .tab, .escape, .backspace, .delete, .left, .right: break
        }
    }

    /// Overwrites what was typed, and forgets it.
    mutating func wipe(with blank: Element) {
        for index in elements.indices { elements[index] = blank }
        elements.removeAll(keepingCapacity: true)
        cursor = 0
    }
}
