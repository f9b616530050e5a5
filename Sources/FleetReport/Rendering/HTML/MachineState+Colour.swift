extension MachineState {
    /// The colours on the page, on a light ground and on a dark one. Each stands out from its ground by 3 to 1 (WCAG 2.2,
    /// 1.4.11), and from its neighbours in a bar.
    private var colours: (light: String, dark: String) {
        switch self {
        case .repaired: ("#0a66b0", "#4aa3f0")
        case .nothingToDo: ("#4a97d2", "#a5d5ff")
        case .failed: ("#c2410c", "#ff8f5e")
        case .refused: ("#8250b4", "#c8a2ee")
        case .locked: ("#a87400", "#e8b339")
        case .noWindows: ("#6b7480", "#8b95a3")
        case .unfinished: ("#2b3440", "#e7eaee")
        }
    }

    /// The style classes of all states: the marks in tables, the bars in charts.
    static let style: [UInt8] = {
        let light = allCases.map { ".\($0.rawValue) { fill: \($0.colours.light); }\n" }.joined()
        let dark = allCases.map { "  .\($0.rawValue) { fill: \($0.colours.dark); }\n" }.joined()
        return Array("\(light)@media (prefers-color-scheme: dark) {\n\(dark)}\n".utf8)
    }()
}
