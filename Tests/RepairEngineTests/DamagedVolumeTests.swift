import RecoveryLog
import Remedy
import RepairEngine
import RepairFakes
import Testing
import Vocabulary

/// What a damaged, hostile or odd volume must not lead to: a write without need, or a word that is not true.
@Suite struct DamagedVolumeTests {
    private func run(
        _ volume: FakeVolume, settings: RepairSettings = RepairSettings(), remedies: [Remedy]? = nil
    ) throws -> (result: VolumeResult, events: EventList) {
        let events = EventList()
        let engine = RepairEngine(
            remedies: try remedies ?? [remedy()], settings: settings, recorder: events, quarantine: MemoryQuarantine())
        return (engine.work(on: volume), events)
    }

    // MARK: Hibernation

    @Test func aHibernationFileThatCannotBeReadForbidsWriting() throws {
        for spoil in [
            { (volume: FakeVolume) in volume.lostFiles = ["hiberfil.sys"] },
            { volume in volume.headlessFiles = ["hiberfil.sys"] },
            { volume in volume.kinds["hiberfil.sys"] = .other },
            { volume in volume.kinds["hiberfil.sys"] = .link },
        ] {
            let volume = FakeVolume(windows([badFile: "bad", "hiberfil.sys": "wake"]))
            spoil(volume)
            let (result, events) = try run(volume)
            #expect(result.outcome == .failed)
            #expect(volume.mounts == [.look])
            let state = events.events.compactMap {
                if case .volume(let event) = $0 { event.ntfs?.hibernation } else { nil }
            }
            #expect(state == [.unknown])
        }
    }

    // MARK: The dirty flag

    @Test func anUnknownDirtyFlagIsNotOverriddenWhereTheSettingsForbidIt() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.content = .ntfs(label: nil, dirty: nil, logVersion: nil, logClean: nil)
        #expect(try run(volume, settings: RepairSettings(dirty: .refuse)).result.code == .dirtyRefused)
        #expect(volume.mounts == [.look])
    }

    // MARK: Looking

    @Test(arguments: [drivers, "Windows/System32/drivers"]) func aListedFolderThatIsNotFoundHasFailed(folder: String)
        throws
    {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.lostFolders = [folder]
        let (result, _) = try run(volume)
        #expect(result.outcome == .failed)
        #expect(result.code == .unreadable)
    }

    @Test func aLinkInThePlaceOfSystem32IsToldAsSuch() throws {
        let volume = FakeVolume(["Windows/explorer.exe": "MZ"])
        volume.links = ["Windows/System32"]
        let (result, _) = try run(volume)
        #expect(result.outcome == .refused)
        #expect(result.code == .link)
    }

    @Test func aCompressedKernelIsListedAsALinkAndStillProvesAWindows() throws {
        let volume = FakeVolume(["Windows/System32/ntoskrnl.exe": "MZ", otherFile: "x", badFile: "bad"])
        volume.kinds["Windows/System32/ntoskrnl.exe"] = .link
        let (result, _) = try run(volume)
        #expect(result.outcome == .repaired, "\(result.reason)")
    }

    @Test func anUnreadableRootFolderMayHideAWindows() throws {
        let clean = FakeVolume(windows())
        clean.unreadableFolders = ["Win10"]
        #expect(try run(clean).result.outcome == .failed)
        let empty = FakeVolume(["readme.txt": "x"])
        empty.lostFolders = ["Win10"]
        empty.unreadableFolders = ["Win10"]
        #expect(try run(empty).result.outcome == .failed)
    }

    @Test func anUnreadableRootFolderDoesNotTakeBackARepair() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.unreadableFolders = ["Temp"]
        let (result, events) = try run(volume)
        #expect(result.outcome == .repaired)
        #expect(events.names.contains("note"))
    }

    @Test func namesThatOnlySwiftTakesForTheSameAreTwoFiles() throws {
        let spellings = ["C-00000291-\u{E9}.sys", "C-00000291-e\u{301}.sys"]
        let volume = FakeVolume(windows())
        let tree = CanonicalTwins(folder: drivers, names: spellings, volume: volume)
        #expect(try run(tree.volume, remedies: [remedy()]).result.outcome == .nothingToDo)
        let events = EventList()
        let engine = RepairEngine(
            remedies: [try remedy()], settings: RepairSettings(), recorder: events, quarantine: nil)
        #expect(engine.work(on: tree).outcome == .repaired)
        #expect(tree.left.isEmpty)
    }

    @Test func aFileThatNoChannelFileCanBeIsNotReadForHours() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.sizes[badFile] = 16 << 40
        let (result, _) = try run(volume)
        #expect(result.outcome == .failed)
        #expect(result.code == .fileTooLarge)
        #expect(volume.files[badFile] != nil)
    }

    /// Each match takes as many steps on the disk, however many there are.
    @Test func matchesTakeNoSquareOfTheirNumber() throws {
        let steps = try [0, 1000, 2000].map { count in
            let files = (0..<count).map { ("\(drivers)/C-00000291-\($0).sys", "bad") }
            let volume = FakeVolume(windows(Dictionary(uniqueKeysWithValues: files)))
            let removed = try run(volume).result.removed
            #expect(removed.count == count)
            return volume.steps
        }
        #expect(steps[1] > steps[0] && steps[2] - steps[1] <= steps[1] - steps[0])
    }

    /// Windows loads no folder; a link under the name may lead to anything.
    @Test(arguments: [true, false]) func aFolderWithABadFilesNameIsMentionedAndDecidesNothing(hasBadFile: Bool) throws {
        let folder = "\(drivers)/C-00000291-folder.sys"
        let volume = FakeVolume(windows(["\(folder)/x": "y"].merging(hasBadFile ? [badFile: "bad"] : [:]) { $1 }))
        let (result, events) = try run(volume)
        #expect(result.outcome == (hasBadFile ? .repaired : .nothingToDo), "\(result.reason)")
        #expect(volume.files["\(folder)/x"] != nil)
        let notes = events.events.compactMap { if case .note(let note) = $0 { note } else { nil } }
        #expect(notes.filter { $0.code == NoteCode.folderNotFile.rawValue }.map(\.message).count == 1)
        #expect(notes.contains { $0.message.hasPrefix("\(folder): ") })
        volume.links = ["\(drivers)/C-00000291-link.sys"]
        #expect(try run(volume).result.code == .link)
    }

    // MARK: Removing and proving

    @Test func aFileThatIsAnotherOneWhenMountedForWritingStays() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.changesForWriting[badFile] = Array("good".utf8)
        let (result, _) = try run(volume)
        #expect(result.outcome == .failed)
        #expect(result.code == .changed)
        #expect(volume.files[badFile] != nil)
    }

    @Test(arguments: ["Windows", "Windows/System32/drivers/CrowdStrike"])
    func aFolderThatTheSecondLookMissesIsNoProof(folder: String) throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.hiddenFromVerification = [folder]
        let (result, events) = try run(volume)
        #expect(result.outcome == .failed)
        #expect(result.removed == [])
        #expect(!events.names.contains("verified"))
    }

    @Test func aVolumeThatWasChangedIsNeverToldAsRefused() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        volume.links = ["\(drivers)/C-00000291-link.sys"]
        let (result, _) = try run(volume)
        #expect(result.removed == [badFile])
        #expect(result.outcome == .failed)
        #expect(result.reason.contains("1 file removed"))
    }

    @Test func withoutARemedyNothingIsSaidToBeDone() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        let (result, _) = try run(volume, remedies: [])
        #expect(result.outcome == .failed)
        #expect(result.code == .noRemedy)
    }
}
