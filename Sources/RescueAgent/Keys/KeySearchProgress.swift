internal import AgentScreen
internal import LinuxSystem

/// What the screen says while keys are tried on a volume, and the key press that stops it.
final class KeySearchProgress {
    private let screen: Screen
    private let device: String
    private let count: Int
    private let begin = MonotonicTime.now()
    private var lastLine: MonotonicTime?
    /// Fewer keys are tried without a word: they take no longer than anything else at the start.
    private static let silentCount = 3
    /// Between two lines on a serial console, in milliseconds.
    private static let linePause = 10_000

    /// - Parameter count: How many keys will be tried at most.
    init(screen: Screen, device: String, count: Int) {
        self.screen = screen
        self.device = device
        self.count = count
        if isShown { screen.beginKeys() }
    }

    private var isShown: Bool { count > Self.silentCount }

    /// Says which key comes next, by its number from 0.
    func show(next: Int) {
        guard isShown else { return }
        let isLineDue = lastLine.map { $0.millisecondsSince >= Self.linePause } ?? true
        if isLineDue { lastLine = .now() }
        screen.showStatus(
            Self.text(next: next, of: count, on: device, elapsed: begin.millisecondsSince), onLines: isLineDue)
    }

    /// Whether a person has pressed a key since the beginning.
    func isStopped() -> Bool { isShown && screen.isKeyPressed() }

    /// Gives the consoles back.
    func end() {
        guard isShown else { return }
        screen.endKeys()
        screen.show("\n")
    }

    /// - Parameter elapsed: Milliseconds since the first key.
    static func text(next: Int, of count: Int, on device: String, elapsed: Int) -> String {
        let left = next >= silentCount ? ", about \(duration(elapsed / next * (count - next) / 1000)) left" : ""
        return "Trying key \(next + 1) of \(count) on \(device)\(left). Press any key to stop."
    }

    /// A rough duration in seconds or minutes: `40 s`, `2 min`.
    private static func duration(_ seconds: Int) -> String {
        seconds < 90 ? "\(seconds) s" : "\((seconds + 30) / 60) min"
    }
}
