internal import Diagnostics
internal import Glibc
package import RecoveryLog
package import RepairEngine
import Vocabulary

/// Opens every volume with one result, and counts what is closed.
package final class FakeUnlocker: VolumeUnlocker {
    private let content: FakeVolume
    private let event: UnlockedEvent
    /// Whether an open volume cannot be closed.
    package var failsToClose = false
    package private(set) var unlocked = 0
    package private(set) var closed = 0

    /// - Parameters:
    ///   - content: What an open volume holds.
    ///   - event: With which key it was opened.
    package init(
        _ content: FakeVolume,
        event: UnlockedEvent = UnlockedEvent(device: "/dev/fake1", protectorKind: .clearKey)
    ) {
        self.content = content
        self.event = event
    }

    package func unlock(_ volume: any RepairableVolume, _ state: BitLockerState) -> UnlockResult {
        unlocked += 1
        return .opened(Opened(self))
    }

    private final class Opened: UnlockedVolume {
        let unlocker: FakeUnlocker
        var content: any RepairableVolume { unlocker.content }
        var event: UnlockedEvent { unlocker.event }
        init(_ unlocker: FakeUnlocker) { self.unlocker = unlocker }
        func close() throws {
            unlocker.closed += 1
            if unlocker.failsToClose { throw SystemCallError(call: "ioctl", object: "/dev/mapper/x", number: EBUSY) }
        }
    }
}
