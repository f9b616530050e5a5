import RecoveryLog
import RepairEngine
import RepairFakes
import Testing
import Vocabulary

@Suite struct MachineResultTests {
    private func result(_ contents: [(inout FakeVolume) -> Void]) throws -> MachineResult {
        let engine = RepairEngine(
            remedies: [try remedy()], settings: RepairSettings(), recorder: EventList(), quarantine: nil)
        for change in contents {
            var volume = FakeVolume(windows())
            change(&volume)
            engine.work(on: volume)
        }
        return MachineResult(engine.results)
    }

    private func bad(_ volume: inout FakeVolume) { volume.files[badFile] = [1] }
    private func good(_ volume: inout FakeVolume) {}
    private func locked(_ volume: inout FakeVolume) {
        volume.content = .unreadableBitLocker(code: .unsupportedBitLocker, reason: "it is being set up")
    }
    private func other(_ volume: inout FakeVolume) { volume.content = .other("vfat") }
    private func broken(_ volume: inout FakeVolume) { volume.failingMounts = [.look] }

    private func unknown(_ volume: inout FakeVolume) { volume.content = .unknown(reason: "1 MiB of unknown content") }
    private func damaged(_ volume: inout FakeVolume) {
        volume.content = .damaged(reason: "its first sector is damaged")
    }
    private func empty(_ volume: inout FakeVolume) { volume.files = [:] }

    /// Native boot: the Windows of the machine is in a file.
    @Test func aVirtualDiskThatMayHoldTheWindowsIsNamed() throws {
        for path in ["win11.vhdx", "VHD/Win11.VHD"] {
            func virtual(_ volume: inout FakeVolume) { volume.files = [path: [1], "System Volume Information/x": [1]] }
            let machine = try result([empty, virtual, other])
            #expect(machine.outcome == .noWindows && machine.code == .virtualDisk)
            #expect(machine.reason.contains("\(path) was not looked into"))
            // Beside a Windows it is a file like others.
            #expect(try result([virtual, good]).outcome == .nothingToDo)
        }
        func deep(_ volume: inout FakeVolume) { volume.files = ["a/b/c.vhdx": [1]] }
        #expect(try result([deep]).code == .noWindows)
    }

    /// The Windows that nobody sees may be there; where one is seen, a partition of something else is no reason to fail.
    @Test func whatIsNotRecognisedIsNotTakenForNoWindows() throws {
        for others in [[], [other], [empty], [other, empty]] as [[(inout FakeVolume) -> Void]] {
            let machine = try result(others + [unknown])
            #expect(machine.outcome == .failed && machine.code == .unknownContent)
            #expect(machine.reason.contains("unknown content"))
        }
        #expect(try result([unknown, bad]).outcome == .repaired)
        #expect(try result([good, unknown]).outcome == .nothingToDo)
        #expect(try result([locked, unknown]).outcome == .locked)
        #expect(try result([good, unknown]).volumes.count == 2)
        #expect(try result([empty, unknown]).volumes.map(\.outcome) == [.failed, .noWindows])
    }

    /// A sound Windows on somebody's stick does not hide what is not recognised.
    @Test func aRemovableWindowsDoesNotDecide() throws {
        let engine = RepairEngine(
            remedies: [try remedy()], settings: RepairSettings(), recorder: EventList(), quarantine: nil)
        let stick = VolumeReference(device: "/dev/sdb1", disk: "/dev/sdb", start: 0, size: 1 << 30, isRemovable: true)
        engine.work(on: FakeVolume(windows(), reference: stick))
        #expect(!engine.hasFoundWindows)
        var own = FakeVolume(windows())
        unknown(&own)
        engine.work(on: own)
        #expect(!engine.hasFoundWindows)
        #expect(MachineResult(engine.results).code == .unknownContent)
        var foreign = FakeVolume(windows(), reference: stick)
        unknown(&foreign)
        let other = RepairEngine(
            remedies: [try remedy()], settings: RepairSettings(), recorder: EventList(), quarantine: nil)
        other.work(on: foreign)
        #expect(MachineResult(other.results).outcome == .noWindows)
    }

    /// A small screen may lack the room for the rest.
    @Test func theVolumeThatDecidedComesFirst() throws {
        #expect(try result([bad, good, broken]).volumes.map(\.outcome) == [.failed, .repaired, .nothingToDo])
    }

    @Test func aWindowsVolumeWithADamagedFirstSectorFails() throws {
        #expect(try result([bad, damaged]).outcome == .failed)
        #expect(try result([damaged]).code == .damagedNTFS)
    }

    @Test func theWorstVolumeDecides() throws {
        #expect(try result([bad, broken]).outcome == .failed)
        #expect(try result([good, locked]).outcome == .locked)
        #expect(try result([good, other]).outcome == .nothingToDo)
    }

    @Test func aRepairedWindowsOutranksALockedVolumeAndBothAreTold() throws {
        let machine = try result([bad, locked])
        #expect(machine.outcome == .repaired)
        #expect(machine.volumes.map(\.outcome) == [.repaired, .locked])
        #expect(machine.next.contains("locked"))
    }

    @Test func volumesWithoutWindowsAreToldLast() throws {
        func empty(_ volume: inout FakeVolume) { volume.files = [:] }
        #expect(
            try result([empty, bad, empty, good]).volumes.map(\.outcome) == [
                .repaired, .nothingToDo, .noWindows, .noWindows,
            ])
    }

    @Test func noVolumeAtAllIsNoWindows() throws {
        let machine = try result([other])
        #expect(machine.outcome == .noWindows)
        #expect(machine.volumes.isEmpty)
        #expect(machine.code == .noVolume)
    }

    /// A hibernated session may hold any volume of the machine open.
    @Test func nothingIsWrittenBesideAHibernatedWindows() throws {
        let engine = RepairEngine(
            remedies: [try remedy()], settings: RepairSettings(), recorder: EventList(), quarantine: nil)
        let broken = FakeVolume(windows([badFile: "bad"]))
        let hibernated = FakeVolume(windows(["hiberfil.sys": "hibr"]))
        engine.look(at: broken)
        #expect(broken.mounts == [.look])
        #expect(engine.hasFoundWindows)
        engine.look(at: hibernated)
        engine.finish()
        #expect(engine.results.map(\.outcome) == [.refused, .refused])
        #expect(engine.results.map(\.code) == [.hibernated, .otherHibernated])
        #expect(broken.mounts == [.look])
    }
}
