/// Which texts of the XML are a cell's: those in `t` and `v`, without the phonetic ones (`rPh`) and the formulas (`f`).
struct TextRuns {
    private var isInText = false
    private var isPhonetic = false

    mutating func take(_ event: MarkupScanner.Event) -> ArraySlice<UInt8>? {
        switch event {
        case .open(let name, _, let isClosed):
            if MarkupScanner.equals(name, "rph") { isPhonetic = !isClosed }
            if Self.isText(name) { isInText = !isClosed && !isPhonetic }
        case .close(let name):
            if MarkupScanner.equals(name, "rph") { isPhonetic = false }
            if Self.isText(name) { isInText = false }
        case .text(let text): return isInText ? text : nil
        }
        return nil
    }

    private static func isText(_ name: ArraySlice<UInt8>) -> Bool {
        MarkupScanner.equals(name, "t") || MarkupScanner.equals(name, "v")
    }
}
