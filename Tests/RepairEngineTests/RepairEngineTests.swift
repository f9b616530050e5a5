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
            "WINNT/system32/DRIVERS/Crowdstrike/CSAgent.inf": "stays",
        ])
        #expect(try run(volume).result.removed == ["WINNT/system32/DRIVERS/Crowdstrike/c-00000291-1.SYS"])
    }

    @Test func everyInstallationOfAVolumeIsRepaired() throws {
        let second = badFile.replacing("Windows/", with: "Win10/")
        let volume = FakeVolume(
            windows([
                badFile: "bad", second: "bad", "Win10/System32/ntoskrnl.exe": "MZ",
                second + ".bak": "stays", "Backup/\(badFile)": "bad",
            ]))
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

    /// A bad sector, or a form of compression that the driver cannot read.
    @Test(arguments: [true, false]) func aFileThatCannotBeReadGoesByItsName(keepsCopies: Bool) throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.brokenFiles = [badFile]
        volume.headlessFiles = [badFile]
        let (result, events) = try run(volume, settings: RepairSettings(keepsCopies: keepsCopies))
        #expect(result.outcome == .repaired && result.removed == [badFile])
        #expect(volume.files[badFile] == nil)
        let notes = events.events.compactMap { if case .note(let note) = $0 { note } else { nil } }
        #expect(
            notes.filter { $0.code == NoteCode.noCopy.rawValue }.map(\.message) == [
                "\(badFile) is there but cannot be read; it will be removed without a copy"
            ])
    }

    @Test func aFileThatCannotBeReadIsNotJudgedByItsContent() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.headlessFiles = [badFile]
        let byHeader = Remedy(
            id: "by-header", title: "By its header", links: [],
            rules: [
                RemedyRule(
                    folder: ["System32", "drivers", "CrowdStrike"], name: NamePattern("C-00000291*.sys"),
                    only: RemedyConditions(header: .init(offset: 0, bytes: [0, 0])))
            ])
        let engine = RepairEngine(
            remedies: [byHeader], settings: RepairSettings(), recorder: EventList(), quarantine: nil)
        engine.work(on: volume)
        #expect(engine.results.map(\.code) == [.unreadable] && volume.files[badFile] != nil)
    }

    @Test func whatCannotBeVerifiedIsNotCounted() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.immortalFiles = [badFile]
        #expect(try run(volume).result.removed == [])
        for purpose in [TreePurpose.write, .verify] {
            let volume = FakeVolume(windows([badFile: "bad"]))
            volume.failingMounts = [purpose]
            let result = try run(volume).result
            #expect(result.outcome == .failed && result.removed == [])
            #expect(!result.reason.contains("1 file"), "\(result.reason)")
        }
    }

    private func volume(isRemovable: Bool, _ files: [String: String] = [badFile: "bad"]) -> FakeVolume {
        FakeVolume(
            windows(files),
            reference: VolumeReference(
                device: isRemovable ? "/dev/sdb1" : "/dev/sda1", disk: "fake", start: 0, size: 1 << 30,
                isRemovable: isRemovable))
    }

    private func machine(_ volumes: [FakeVolume], removable: RemovablePolicy = .leave) throws -> MachineResult {
        let engine = RepairEngine(
            remedies: [try remedy()], settings: RepairSettings(removable: removable), recorder: EventList(),
            quarantine: nil)
        engine.unlocker = FakeUnlocker(volume(isRemovable: true))
        for volume in volumes { engine.look(at: volume) }
        engine.finish()
        return MachineResult(engine.results)
    }

    @Test func aWindowsOnARemovableMediumIsLeftAlone() throws {
        let other = volume(isRemovable: true)
        let quarantine = MemoryQuarantine()
        let (result, events) = try run(other, quarantine: quarantine)
        #expect(result.outcome == .refused && result.code == .removableDisk && other.files[badFile] != nil)
        #expect(quarantine.copies.isEmpty && !events.names.contains("copied") && other.mounts == [.look])
        #expect(try run(other, settings: RepairSettings(removable: .repair)).result.outcome == .repaired)
        let encrypted = volume(isRemovable: true)
        encrypted.content = .bitLocker(BitLockerState(volumeID: "v", protectors: []))
        #expect(try machine([encrypted]).outcome == .locked)
    }

    @Test func aRemovableMediumDecidesNothingBesideTheMachinesOwnWindows() throws {
        func own(_ files: [String: String] = [badFile: "bad"]) -> FakeVolume { volume(isRemovable: false, files) }
        func foreign(_ files: [String: String] = [badFile: "bad"]) -> FakeVolume { volume(isRemovable: true, files) }
        let locked = own()
        locked.content = .unreadableBitLocker(code: .unsupportedBitLocker, reason: "it is being set up")
        #expect(try machine([foreign(), locked]).outcome == .locked)
        #expect(try machine([foreign(["hiberfil.sys": "hibr"]), own()]).outcome == .repaired)
        let repaired = try machine([foreign(), own()])
        #expect(repaired.outcome == .repaired && repaired.next.contains("still on the removable disk (/dev/sdb1)"))
        // Alone it is no ground for an all-clear.
        let alone = try machine([foreign([:])])
        #expect(alone.outcome == .noWindows && alone.code == .removableDisk)

        let broken = foreign()
        broken.failingMounts = [.look]
        #expect(try machine([own([:]), broken]).outcome == .nothingToDo)
        #expect(try machine([own([:]), broken], removable: .repair).outcome == .failed)
    }

    @Test func halfOfAMirrorIsLookedAtAndNotWritten() throws {
        let half = FakeVolume(windows([badFile: "bad"]))
        half.whyNotWritten = WriteRefusal(.dynamicDisk, "one half of a mirror")
        let result = try run(half).result
        #expect(result.outcome == .refused && result.code == .dynamicDisk && half.mounts == [.look])
        let clean = FakeVolume(windows())
        clean.whyNotWritten = WriteRefusal(.dynamicDisk, "one half of a mirror")
        #expect(try run(clean).result.outcome == .nothingToDo)
    }

    @Test func whatHoldsForALockedVolumeHoldsForItsContent() throws {
        let locked = FakeVolume([:])
        locked.content = .bitLocker(BitLockerState(volumeID: "v", protectors: []))
        locked.whyNotWritten = WriteRefusal(.dynamicDisk, "one half of a mirror")
        let content = FakeVolume(windows([badFile: "bad"]))
        let engine = RepairEngine(
            remedies: [try remedy()], settings: RepairSettings(), recorder: EventList(), quarantine: nil)
        engine.unlocker = FakeUnlocker(content)
        let result = engine.work(on: locked)
        #expect(result.outcome == .refused && result.code == .dynamicDisk && content.mounts == [.look])
    }

    /// Which is known of the machine only when all of its disks are there.
    @Test func aReasonNotToWriteThatComesLateHoldsToo() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        let engine = RepairEngine(
            remedies: [try remedy()], settings: RepairSettings(), recorder: EventList(), quarantine: nil)
        engine.look(at: volume)
        volume.whyNotWritten = WriteRefusal(.dynamicDisk, "the other half is there too")
        engine.finish()
        #expect(engine.results.map(\.code) == [.dynamicDisk] && volume.mounts == [.look])
    }

    /// A stripe's first disk shows a volume whose beginning is sound.
    @Test func whatDoesNotCheckOutOnAMemberOfAnArrayIsTheArrays() throws {
        for change in [
            { $0.unreadableFolders = ["Windows"] }, { $0.content = .damaged(reason: "its records are nonsense") },
            { $0.content = .unknown(reason: "not recognised") }, { $0.failingMounts = [.look] },
        ] as [(FakeVolume) -> Void] {
            let volume = FakeVolume(windows([badFile: "bad"]))
            volume.whyNotWritten = WriteRefusal(.arrayMember, "of an array")
            change(volume)
            let result = try run(volume).result
            #expect(result.outcome == .refused && result.code == .arrayMember)
        }
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
