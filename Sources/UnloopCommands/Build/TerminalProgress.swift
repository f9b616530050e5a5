internal import Foundation
internal import RescueImage

/// Progress on standard error: on a terminal each step is one line that grows; elsewhere every line is whole.
struct TerminalProgress: BuildProgress {
    let isQuiet: Bool
    private let isTerminal = StandardError.isTerminal

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    func step<Result>(_ title: String, _ body: () throws -> Result) throws -> Result {
        let start = ContinuousClock.now
        if !isQuiet { StandardError.write(isTerminal ? "\(title) …" : "\(title) …\n") }
        let result: Result
        do {
            result = try body()
        } catch {
            if !isQuiet && isTerminal { StandardError.write("\n") }
            throw error
        }
        if !isQuiet {
            let duration = ContinuousClock.now - start
            let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
            let end = String(format: "[done] in %.1f s", seconds)
            StandardError.write(isTerminal ? "\r\u{1B}[K\(title) … \(end)\n" : "\(title) … \(end)\n")
        }
        return result
    }

    func detail(_ text: String) {
        if isQuiet { return }
        StandardError.write(isTerminal ? "\r\u{1B}[K  \(text.prefix(76))" : "  \(text)\n")
    }

    func note(_ text: String) {
        if !isQuiet { StandardError.write(text + "\n") }
    }
}
