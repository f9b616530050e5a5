internal import Synchronization

/// What a machine has said on its serial port, line by line and without control sequences, and whether it has ended. Written by the thread that reads
/// QEMU's output, read and awaited by tests.
final class MachineJournal: Sendable {
    /// What is known from some line on.
    struct Excerpt {
        /// The complete lines.
        let lines: ArraySlice<String>
        /// What came after the last line's end: a prompt.
        let rest: String
        /// QEMU's exit status, when it has ended.
        let exit: Int32?
    }

    private struct State {
        var lines: [String] = []
        var rest: [UInt8] = []
        var exit: Int32?
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var listenerCount = 0
        var actions: [Action] = []

        /// Whether a text is in the lines from number `first` on or in what came after the last line's end.
        func says(_ text: String, from first: Int) -> Bool {
            lines[min(first, lines.count)...].contains { $0.contains(text) } || TerminalText.plain(rest).contains(text)
        }
    }

    private struct Action {
        let text: String
        /// The first line that counts.
        let mark: Int
        let run: @Sendable () -> Void
    }

    private let state = Mutex(State())

    /// The number of complete lines.
    var count: Int { state.withLock { $0.lines.count } }

    /// QEMU's exit status, 128 and the signal's number when a signal ended it; nil while it runs.
    var exit: Int32? { state.withLock { $0.exit } }

    func append(_ bytes: some Sequence<UInt8>) {
        let (listeners, actions) = state.withLock { state in
            let seen = state.lines.count
            for byte in bytes {
                if byte == UInt8(ascii: "\n") {
                    state.lines.append(TerminalText.plain(state.rest))
                    state.rest = []
                } else {
                    state.rest.append(byte)
                }
            }
            var (due, later): ([Action], [Action]) = ([], [])
            for action in state.actions {
                if state.says(action.text, from: max(seen, action.mark)) {
                    due.append(action)
                } else {
                    later.append(action)
                }
            }
            state.actions = later
            return (Array(state.listeners.values), due)
        }
        for action in actions { action.run() }
        for listener in listeners { listener.yield() }
    }

    /// Notes QEMU's end; nothing is said afterwards.
    func end(status: Int32) {
        let listeners = state.withLock { state in
            state.exit = status
            state.actions = []
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.yield() }
    }

    /// Runs `action` as soon as a text is there, in a complete line or not, on the thread that reads: however busy the host
    /// is, little more is said before.
    ///
    /// - Parameter mark: the first line that counts.
    func when(_ text: String, after mark: Int = 0, _ action: @escaping @Sendable () -> Void) {
        let isThere = state.withLock { state in
            let isThere = state.says(text, from: mark)
            if !isThere { state.actions.append(Action(text: text, mark: mark, run: action)) }
            return isThere
        }
        if isThere { action() }
    }

    /// The lines from number `first` on, counted from 0.
    func excerpt(from first: Int) -> Excerpt {
        state.withLock { state in
            let start = min(max(0, first), state.lines.count)
            return Excerpt(
                lines: state.lines[start...], rest: TerminalText.plain(state.rest), exit: state.exit)
        }
    }

    /// The last lines, for an error's message.
    func tail(_ count: Int = 30) -> String {
        let excerpt = excerpt(from: 0)
        return (excerpt.lines.suffix(count) + [excerpt.rest]).joined(separator: "\n")
    }

    /// One element at once and one after each change; changes that come together may count as one.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.listenerCount += 1
            state.listeners[state.listenerCount] = continuation
            return state.listenerCount
        }
        continuation.onTermination = { [self] _ in
            _ = state.withLock { $0.listeners.removeValue(forKey: number) }
        }
        continuation.yield()
        return stream
    }
}
