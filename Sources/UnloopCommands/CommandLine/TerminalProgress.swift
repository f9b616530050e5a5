internal import Foundation
internal import RescueImage

/// Progress on standard error: on a terminal each step is one line that grows; elsewhere every line is whole.
struct TerminalProgress: BuildProgress {
    private let console: Console
    private let isTerminal: Bool
    private var isQuiet: Bool { console.isQuiet }

    init(_ console: Console) {
        self.console = console
        isTerminal = console.isTerminal
    }

    func step<Result>(_ title: String, _ body: () throws -> Result) throws -> Result {
        let start = ContinuousClock.now
        if !isQuiet { console.write(isTerminal ? "\(title) …" : "\(title) …\n") }
        let result: Result
        do {
            result = try body()
        } catch {
            if !isQuiet && isTerminal { console.write("\n") }
            throw error
        }
        if !isQuiet {
            let duration = ContinuousClock.now - start
            let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
            let end = String(format: "[done] in %.1f s", seconds)
            console.write(isTerminal ? "\r\u{1B}[K\(title) … \(end)\n" : "\(title) … \(end)\n")
        }
        return result
    }

    func detail(_ text: String) {
        if isQuiet { return }
        console.write(isTerminal ? "\r\u{1B}[K  \(text.prefix(76))" : "  \(text)\n")
    }

    func note(_ text: String) { console.note(text) }
}
