import RecoveryLog
import RepairEngine
import RepairFakes
import Testing
import Vocabulary

@Suite struct UnlockingTests {
    private func run(_ unlocker: FakeUnlocker?) throws -> (result: VolumeResult, events: EventList) {
        let events = EventList()
        let engine = RepairEngine(
            remedies: [try remedy()], settings: RepairSettings(), recorder: events, quarantine: nil)
        engine.unlocker = unlocker
        let volume = FakeVolume([:])
        volume.content = .bitLocker(BitLockerState(volumeID: "v", protectors: [], computerName: "WARD-7"))
        return (engine.work(on: volume), events)
    }

    @Test func theContentIsRepairedAndLockedAgain() throws {
        let unlocker = FakeUnlocker(FakeVolume(windows([badFile: "bad"])))
        let (result, events) = try run(unlocker)
        #expect(result.outcome == .repaired)
        #expect(unlocker.closed == 1)
        #expect(unlocker.unlocked.map(\.computerName) == ["WARD-7"])
        #expect(unlocker.unlocked.map(\.reference.device) == ["/dev/fake1"])
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
        #expect(unlocker.unlocked.count == 1)
    }

    @Test func whatKeepsMetadataFromBeingReadIsTheReason() {
        let events = EventList()
        let engine = RepairEngine(remedies: [], settings: RepairSettings(), recorder: events, quarantine: nil)
        let volume = FakeVolume([:])
        volume.content = .unreadableBitLocker(code: .unsupportedBitLocker, reason: "of Windows Vista")
        let result = engine.work(on: volume)
        #expect(result.outcome == .locked)
        #expect(result.code == .unsupportedBitLocker)
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
