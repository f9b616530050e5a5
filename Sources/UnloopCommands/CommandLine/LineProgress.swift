internal import Foundation

/// Progress of work of unknown length, on one line of a terminal, which is cleared at the end. Work that takes less than a
/// second shows nothing, and neither does anything that is not a terminal.
struct LineProgress {
    private let title: String
    private let console: Console
    private let isShown: Bool
    private var next = ContinuousClock.now + .seconds(1)
    private var hasLine = false

    init(_ title: String, _ console: Console) {
        self.title = title
        self.console = console
        isShown = !console.isQuiet && console.isTerminal
    }

    /// Shows how far the work is, at most five times a second.
    mutating func show(_ state: @autoclosure () -> String) {
        guard isShown, ContinuousClock.now >= next else { return }
        console.write("\r\u{1B}[K\(title) … \(state())")
        hasLine = true
        next = .now + .milliseconds(200)
    }

    /// Clears the line.
    mutating func end() {
        if hasLine { console.write("\r\u{1B}[K") }
        hasLine = false
    }
}
