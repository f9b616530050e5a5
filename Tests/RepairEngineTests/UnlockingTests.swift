import Diagnostics
import Glibc
import RecoveryLog
import RepairEngine
import Testing

/// Opens every volume with one result, and counts what is closed.
private final class FakeUnlocker: VolumeUnlocker {
    let content: FakeVolume
    var failsToClose = false
    private(set) var unlocked = 0
    private(set) var closed = 0

    init(_ content: FakeVolume) { self.content = content }

    func unlock(_ volume: any RepairableVolume, _ state: BitLockerState) -> UnlockResult {
        unlocked += 1
        return .opened(Opened(self))
    }

    private final class Opened: UnlockedVolume {
        let unlocker: FakeUnlocker
        var content: any RepairableVolume { unlocker.content }
        let event = UnlockedEvent(device: "/dev/fake1", protectorKind: "clear-key")
        init(_ unlocker: FakeUnlocker) { self.unlocker = unlocker }
        func close() throws {
            unlocker.closed += 1
            if unlocker.failsToClose { throw SystemCallError(call: "ioctl", object: "/dev/mapper/x", number: EBUSY) }
        }
    }
}

@Suite struct UnlockingTests {
    private func run(_ unlocker: FakeUnlocker?) throws -> (result: VolumeResult, events: EventList) {
        let events = EventList()
        let engine = RepairEngine(
            remedies: [try remedy()], settings: RepairSettings(), recorder: events, quarantine: nil)
        engine.unlocker = unlocker
        let volume = FakeVolume([:])
        volume.content = .bitLocker(BitLockerState(volumeID: "v", protectors: []))
        return (engine.work(on: volume), events)
    }

    @Test func theContentIsRepairedAndLockedAgain() throws {
        let unlocker = FakeUnlocker(FakeVolume(windows([badFile: "bad"])))
        let (result, events) = try run(unlocker)
        #expect(result.outcome == .repaired)
        #expect(unlocker.closed == 1)
        #expect(events.names.prefix(3) == ["volume", "unlocked", "volume"])
    }

    @Test func aVolumeThatCannotBeClosedHasFailed() throws {
        let unlocker = FakeUnlocker(FakeVolume(windows([badFile: "bad"])))
        unlocker.failsToClose = true
        let result = try run(unlocker).result
        #expect(result.outcome == .failed)
        #expect(result.removed == [badFile])
    }

    @Test func bitLockerWithinBitLockerIsNotFollowed() throws {
        let inner = FakeVolume([:])
        inner.content = .bitLocker(BitLockerState(volumeID: "w", protectors: []))
        let unlocker = FakeUnlocker(inner)
        #expect(try run(unlocker).result.outcome == .noWindows)
        #expect(unlocker.unlocked == 1)
    }

    @Test func whatKeepsMetadataFromBeingReadIsTheReason() {
        let events = EventList()
        let engine = RepairEngine(remedies: [], settings: RepairSettings(), recorder: events, quarantine: nil)
        let volume = FakeVolume([:])
        volume.content = .unreadableBitLocker(code: "unsupported-bitlocker", reason: "of Windows Vista")
        let result = engine.work(on: volume)
        #expect(result.outcome == .locked)
        #expect(result.code == "unsupported-bitlocker")
        #expect(result.reason == "of Windows Vista")
    }

    @Test func aDataVolumeWithoutWindowsIsTold() throws {
        let other = FakeVolume([:])
        other.content = .other("exfat")
        let result = try run(FakeUnlocker(other)).result
        #expect(result.outcome == .noWindows)
        #expect(!result.isIrrelevant)
    }
}
