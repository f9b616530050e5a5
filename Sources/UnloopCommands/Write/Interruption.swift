internal import Foundation
internal import Synchronization

/// Of the whole process, as signals are; a signal's handler can reach nothing else.
private let isRequested = Atomic(false)

/// Ctrl-C and its like, while sticks are being written: they are finished off as incomplete. The second one ends the process;
/// the sticks say that they are incomplete even then.
enum Interruption {
    /// Whether it was asked for.
    static var isPending: Bool { isRequested.load(ordering: .relaxed) }

    /// Catches signals from now on.
    static func begin() {
        isRequested.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { number in
                isRequested.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }

    /// Leaves signals to the system again.
    static func end() {
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    }
}
