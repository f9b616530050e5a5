internal import LinuxMachine
internal import LinuxSystem

/// How long a question waits for a keyboard, on a machine that has none: nobody could answer it or pass it over. Where there
/// is one, it waits without limit.
struct KeyboardWait {
    /// What goes on without an answer, such as `this volume stays locked`.
    let otherwise: String
    /// In milliseconds.
    let patience: Int
    let isPresent: () -> Bool
    /// Milliseconds since the question was asked.
    let elapsed: () -> Int
    private var hasBeenAnswered = false

    init(otherwise: String, patience: Int, isPresent: @escaping () -> Bool, elapsed: @escaping () -> Int) {
        self.otherwise = otherwise
        self.patience = patience
        self.isPresent = isPresent
        self.elapsed = elapsed
    }

    /// Somebody types, be it on a serial line.
    mutating func noteKeys() { hasBeenAnswered = true }

    /// How it stands now.
    enum State: Equatable {
        /// Somebody can answer.
        case open
        /// Nobody can yet: what the screen says about it.
        case waiting(lines: [String])
        /// It is over.
        case ended
    }

    var state: State {
        if hasBeenAnswered || isPresent() { return .open }
        let left = patience - elapsed()
        guard left > 0 else { return .ended }
        let minutes = (left + 59_999) / 60_000
        return .waiting(lines: [
            "No keyboard was found: plug one in.", "Without one the run goes on in \(minutes) min, and \(otherwise).",
        ])
    }
}
