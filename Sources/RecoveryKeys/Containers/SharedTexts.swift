internal import Secrets

/// The texts that the cells of all sheets refer to by number (section 18.4.9), one after another in one buffer.
struct SharedTexts {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// Bytes of all texts.
    var count: Int { bytes.count }

    /// The text of a number; empty for one that is not there.
    subscript(number: Int) -> ArraySlice<UInt8> {
        guard ends.indices.contains(number) else { return [] }
        return bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
    }

    mutating func read(_ xml: [UInt8]) {
        // References become shorter, so that nothing is reallocated and no copy escapes the wiping.
        bytes.reserveCapacity(xml.count)
        var scanner = MarkupScanner(xml[...])
        var texts = TextRuns()
        while let event = scanner.next() {
            if case .close(let name) = event, MarkupScanner.equals(name, "si") { ends.append(bytes.count) }
            if case .open(let name, _, true) = event, MarkupScanner.equals(name, "si") { ends.append(bytes.count) }
            if let text = texts.take(event) { MarkupScanner.append(text, to: &bytes) }
        }
    }

    mutating func wipe() { bytes.wipe() }
}
