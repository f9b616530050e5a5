internal import Foundation

/// Progress of work whose length is not known, on one line of a terminal that is cleared in the end. Work that takes less
/// than a second shows nothing; elsewhere than on a terminal there is none.
struct LineProgress {
    private let title: String
    private let isShown: Bool
    private var next = ContinuousClock.now + .seconds(1)
    private var hasLine = false

    init(_ title: String, isQuiet: Bool) {
        self.title = title
        isShown = !isQuiet && StandardError.isTerminal
    }

    /// Shows how far the work is, at most five times a second.
    mutating func show(_ state: @autoclosure () -> String) {
        guard isShown, ContinuousClock.now >= next else { return }
        StandardError.write("\r\u{1B}[K\(title) … \(state())")
        hasLine = true
        next = .now + .milliseconds(200)
    }

    /// Clears the line.
    mutating func end() {
        if hasLine { StandardError.write("\r\u{1B}[K") }
        hasLine = false
    }
}
