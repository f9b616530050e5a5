import RecoveryLog
import Remedy
import RepairEngine
import RepairFakes
import Testing
import Vocabulary

@Suite struct RepairEngineTests {
    private func run(
        _ volume: FakeVolume, settings: RepairSettings = RepairSettings(),
        quarantine: MemoryQuarantine? = MemoryQuarantine()
    ) throws -> (result: VolumeResult, events: EventList) {
        let events = EventList()
        let engine = RepairEngine(
            remedies: [try remedy()], settings: settings, recorder: events, quarantine: quarantine)
        return (engine.work(on: volume), events)
    }

    @Test func removesTheBadFileAndProvesIt() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        let quarantine = MemoryQuarantine()
        let (result, events) = try run(volume, quarantine: quarantine)
        #expect(result.outcome == .repaired)
        #expect(result.removed == [badFile])
        #expect(volume.files[badFile] == nil)
        #expect(volume.files[otherFile] != nil)
        #expect(volume.mounts == [.look, .write, .verify])
        #expect(quarantine.copies == ["C-00000291-00000000-00000032.sys": Array("bad".utf8)])
        #expect(
            events.names == [
                "volume", "mounted", "windows", "match", "copied", "mounted", "removed", "mounted", "verified",
                "volume-outcome",
            ])
    }

    @Test func nothingToDoIsNeverMountedForWriting() throws {
        let volume = FakeVolume(windows())
        #expect(try run(volume).result.outcome == .nothingToDo)
        #expect(volume.mounts == [.look])
    }

    @Test func lookOnlyChangesNothingAndTellsWhatItFound() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        let quarantine = MemoryQuarantine()
        let (result, events) = try run(volume, settings: RepairSettings(lookOnly: true), quarantine: quarantine)
        #expect(result.outcome == .refused)
        #expect(result.code == .lookOnly)
        #expect(volume.mounts == [.look])
        #expect(volume.files[badFile] != nil)
        #expect(quarantine.copies.isEmpty)
        #expect(events.names.contains("match"))
    }

    @Test(arguments: ["hibr", "HIBR"]) func hibernatedIsRefused(magic: String) throws {
        for files in [windows([badFile: "bad"]), windows()] {
            let volume = FakeVolume(files.merging(["hiberfil.sys": magic + "…"]) { $1 })
            #expect(try run(volume).result.outcome == .refused)
            #expect(volume.mounts == [.look])
        }
    }

    @Test(arguments: ["RSTR", "wake", "\0\0\0\0", ""]) func aUsedUpHibernationFileIsNoObstacle(magic: String) throws {
        let volume = FakeVolume(windows([badFile: "bad", "hiberfil.sys": magic]))
        #expect(try run(volume).result.outcome == .repaired)
    }

    @Test func namesThatDifferInCaseAreFound() throws {
        let volume = FakeVolume([
            "WINNT/system32/NTOSKRNL.EXE": "MZ", "WINNT/system32/DRIVERS/Crowdstrike/c-00000291-1.SYS": "bad",
        ])
        #expect(try run(volume).result.removed == ["WINNT/system32/DRIVERS/Crowdstrike/c-00000291-1.SYS"])
    }

    @Test func everyInstallationOfAVolumeIsRepaired() throws {
        let second = badFile.replacing("Windows/", with: "Win10/")
        let volume = FakeVolume(
            windows([badFile: "bad", second: "bad", "Win10/System32/ntoskrnl.exe": "MZ", "Backup/\(badFile)": "bad"]))
        let result = try run(volume).result
        #expect(Set(result.removed) == [badFile, second])
        #expect(volume.files["Backup/\(badFile)"] != nil)
    }

    @Test func aFileThatIsListedButCannotBeOpenedHasFailed() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.lostFiles = [badFile]
        let result = try run(volume).result
        #expect(result.outcome == .failed)
        #expect(result.code == .unreadable)
        #expect(volume.mounts == [.look])
    }

    @Test func aFileThatCannotBeReadToItsEndStays() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.brokenFiles = [badFile]
        #expect(try run(volume).result.outcome == .failed)
        #expect(volume.files[badFile] != nil)
    }

    @Test(arguments: [drivers, "Windows/System32", "Windows"]) func aFolderThatCannotBeReadHasFailed(folder: String)
        throws
    {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.unreadableFolders = [folder]
        let result = try run(volume).result
        #expect(result.outcome == .failed)
        #expect(volume.mounts == [.look])
    }

    @Test func linksAreNeverFollowed() throws {
        let volume = FakeVolume(windows().filter { $0.key != otherFile })
        volume.links = [drivers]
        let result = try run(volume).result
        #expect(result.outcome == .refused)
        #expect(result.code == .link)
        let other = FakeVolume(windows())
        other.links = [badFile]
        #expect(try run(other).result.outcome == .refused)
        #expect(other.mounts == [.look])
    }

    @Test func aFileThatComesBackIsNotToldAsRepaired() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.immortalFiles = [badFile]
        let (result, events) = try run(volume)
        #expect(result.outcome == .failed)
        #expect(volume.mounts.last == .verify)
        #expect(!events.events.contains(.verified(VerifiedEvent(device: "/dev/fake1", paths: [badFile]))))
    }

    @Test func oneStuckFileDoesNotKeepTheOthers() throws {
        let second = "\(drivers)/C-00000291-2.sys"
        let volume = FakeVolume(windows([badFile: "bad", second: "bad"]))
        volume.stuckFiles = [badFile]
        let result = try run(volume).result
        #expect(result.outcome == .failed)
        #expect(result.removed == [second])
    }

    @Test(arguments: [TreePurpose.look, .write, .verify]) func aFailedMountHasFailed(
        purpose: TreePurpose
    ) throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.failingMounts = [purpose]
        #expect(try run(volume).result.outcome == .failed)
    }

    @Test func aFullOrMissingStickCostsTheCopyOnly() throws {
        let full = MemoryQuarantine()
        full.capacity = 1
        for quarantine in [full, nil] {
            let volume = FakeVolume(windows([badFile: "bad"]))
            let (result, events) = try run(volume, quarantine: quarantine)
            #expect(result.outcome == .repaired)
            #expect(events.names.contains("note"))
            #expect(!events.names.contains("copied"))
        }
    }

    @Test func aDirtyVolumeIsRepairedUnlessTheSettingsForbidIt() throws {
        for (policy, outcome) in [(DirtyPolicy.override, Outcome.repaired), (.refuse, .refused)] {
            let volume = FakeVolume(windows([badFile: "bad"]))
            volume.content = .ntfs(label: nil, dirty: true, logVersion: nil, logClean: nil)
            #expect(try run(volume, settings: RepairSettings(dirty: policy)).result.outcome == outcome)
        }
    }

    @Test func aBitLockerVolumeIsLockedAndNotMounted() throws {
        let volume = FakeVolume([:])
        let protector = BitLockerProtector(id: "063ea4e1-220c-4293-ba01-4754620a96e7", kind: .recoveryPassword)
        volume.content = .bitLocker(BitLockerState(volumeID: "v", protectors: [protector]))
        let result = try run(volume).result
        #expect(result.outcome == .locked)
        #expect(result.reason.contains(protector.id))
        #expect(volume.mounts.isEmpty)
    }

    @Test func aVolumeWithoutWindowsSaysSo() throws {
        let volume = FakeVolume(["backup/\(badFile)": "bad", "readme.txt": "x"])
        #expect(try run(volume).result.outcome == .noWindows)
        #expect(volume.mounts == [.look])
    }
}
