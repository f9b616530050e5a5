import Foundation
import Testing

/// Lets two machines run at a time: under TCG each keeps a processor busy, and more would only run into time limits.
actor VMSlots {
    private static let shared = VMSlots()

    private var free = 2
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Runs `body` as soon as there is a slot.
    static func withSlot<Result>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async throws -> Result {
        await shared.take()
        let begin = ContinuousClock.now
        defer { note(ContinuousClock.now - begin) }
        do {
            let result = try await body()
            await shared.giveBack()
            return result
        } catch {
            await shared.giveBack()
            throw error
        }
    }

    /// A line in the log of the run, for all tests start together and what they say of their own time is of no use.
    private static func note(_ duration: Duration) {
        let name = Test.current.map { "\($0.displayName ?? $0.name)" } ?? "a machine"
        FileHandle.standardError.write(Data("[bench] \(duration.components.seconds) s: \(name)\n".utf8))
    }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
