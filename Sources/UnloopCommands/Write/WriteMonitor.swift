internal import Diagnostics
internal import StickWriter
internal import Synchronization
internal import Vocabulary

/// Shows how far each stick is, on standard error: on a terminal one line each, which are drawn anew; elsewhere a line whenever
/// a stick comes to another phase, and every ten seconds.
final class WriteMonitor: Sendable {
    private struct State {
        var lines: [String]
        var phases: [StickProgress.Phase?]
        var isDrawn = false
        var lastShown: [ContinuousClock.Instant]
    }

    private let names: [String]
    private let isQuiet: Bool
    private let isTerminal = StandardError.isTerminal
    private let state: Mutex<State>

    init(_ names: [String], isQuiet: Bool) {
        self.names = names
        self.isQuiet = isQuiet
        let past = ContinuousClock.now - .seconds(60)
        state = Mutex(
            State(
                lines: names.map { "\($0)  waiting" }, phases: names.map { _ in nil },
                lastShown: names.map { _ in past }))
    }

    /// A step of a stick.
    func show(_ progress: StickProgress, ofLine line: Int) {
        if isQuiet { return }
        state.withLock { state in
            let isNew = state.phases[line] != progress.phase
            let pause: Duration = isTerminal ? .milliseconds(200) : .seconds(10)
            guard isNew || state.lastShown[line].duration(to: .now) >= pause else { return }
            state.phases[line] = progress.phase
            state.lastShown[line] = .now
            set(Self.text(progress), line, &state)
        }
    }

    /// The end of a stick.
    func finish(_ report: StickReport, line: Int) {
        if isQuiet { return }
        state.withLock { state in
            let problem = report.problem.map { ": \($0.codeText)" } ?? ""
            set(report.outcome.rawValue + problem, line, &state)
        }
    }

    private func set(_ text: String, _ line: Int, _ state: inout State) {
        state.lines[line] = "\(names[line])  \(text)"
        guard isTerminal else { return StandardError.write(state.lines[line] + "\n") }
        let up = state.isDrawn ? "\u{1B}[\(names.count)A" : ""
        StandardError.write(up + state.lines.map { "\r\u{1B}[K\($0.prefix(78))\n" }.joined())
        state.isDrawn = true
    }

    private static func text(_ progress: StickProgress) -> String {
        let verb =
            switch progress.phase {
            case .writing: "writing"
            case .verifying: "reading back"
            case .sealing: "sealing"
            }
        let percent = progress.total > 0 ? progress.done * 100 / progress.total : 100
        let rest = progress.remaining.map { "  \(ByteText.duration($0)) left" } ?? ""
        return "\(verb)  \(percent) %  \(ByteText.speed(progress.speed))\(rest)"
    }
}
