import Diagnostics
import RecoveryLog
import Remedy
import RepairEngine
import RepairFakes
import Testing
import Vocabulary

/// Two readers before a promise: the driver, and one of our own.
@Suite struct WitnessTests {
    private func run(
        _ files: [String: String], settings: RepairSettings = RepairSettings(),
        _ change: (FakeVolume, FakeWitness) -> Void = { _, _ in }
    ) throws -> (result: VolumeResult, volume: FakeVolume) {
        let volume = FakeVolume(files)
        change(volume, volume.addWitness())
        let engine = RepairEngine(
            remedies: [try remedy()], settings: settings, recorder: EventList(), quarantine: MemoryQuarantine())
        return (engine.work(on: volume), volume)
    }

    @Test func whereBothAgreeThePromiseStands() throws {
        #expect(try run(windows()).result.outcome == .nothingToDo)
        #expect(try run(["x": "y"]).result.outcome == .noWindows)
        let repaired = try run(windows([badFile: "bad"]))
        #expect(repaired.result.outcome == .repaired && repaired.volume.files[badFile] == nil)
        #expect(repaired.volume.mounts == [.look, .rehearse, .write, .verify])
    }

    @Test(arguments: ["", "Windows", "Windows/System32", drivers, "Users"], [true, false])
    func aFolderThatWasNotReadWholeForbidsEveryPromiseAndChange(folder: String, isBad: Bool) throws {
        let files = windows(isBad ? [badFile: "bad"] : [:])
        let (result, volume) = try run(files) { _, witness in
            witness.gaps[folder] = ["index block 0 of folder record 40 (cluster 7, byte 28672): it holds zeros"]
        }
        #expect(result.outcome == .failed && result.code == .incompleteFolder)
        #expect(result.reason.contains("cluster 7, byte 28672"))
        #expect(result.reason.contains(folder.isEmpty ? "root folder" : folder))
        #expect(volume.files.count == files.count && volume.mounts == [.look])
    }

    @Test(arguments: [true, false]) func aNameThatOnlyOneOfThemSeesIsTold(isDriverBlind: Bool) throws {
        let (result, volume) = try run(windows()) { _, witness in
            if isDriverBlind { witness.added = [badFile] } else { witness.hidden = [otherFile] }
        }
        #expect(result.outcome == .failed && result.code == .namesDiffer)
        #expect(result.reason.contains(isDriverBlind ? "the driver does not" : "the driver lists"))
        #expect(volume.mounts == [.look])
    }

    @Test func aNameThatTheFileTableHasAndItsFolderHasNotIsTold() throws {
        let folder = drivers.split(separator: "/").map(String.init)
        let (result, volume) = try run(windows([badFile: "bad"])) { _, witness in
            witness.differences = [WitnessedFileTable.Difference(folder: folder, text: "file record 70 bears a name")]
        }
        #expect(result.outcome == .failed && result.code == .namesDiffer && result.removed.isEmpty)
        #expect(result.reason.contains("file record 70 bears a name") && volume.mounts == [.look])
        #expect(try run(windows()) { _, witness in witness.strays = ["C-00000291-1.sys"] }.result.code == .namesDiffer)
        #expect(try run(windows()) { _, witness in witness.strays = ["other.sys"] }.result.outcome == .nothingToDo)
    }

    @Test(arguments: [true, false]) func aFileTableThatCannotBeReadWholeForbidsEveryPromiseAndChange(isBad: Bool) throws
    {
        let (result, volume) = try run(windows(isBad ? [badFile: "bad"] : [:])) { _, witness in
            witness.tableGaps = ["file record 40 (cluster 9, byte 36864): the disk cannot read it", "file record 41"]
        }
        #expect(result.outcome == .failed && result.code == .incompleteFileTable && volume.mounts == [.look])
        #expect(result.reason.contains("byte 36864") && result.reason.contains("and 1 more"))
    }

    /// The table is compared with the folders on the way to what the remedies name, and with no others.
    @Test func theFoldersOnTheWayAreComparedWithTheFileTable() throws {
        var witness: FakeWitness?
        _ = try run(windows()) { witness = $1 }
        let folders = Set(try #require(witness).compared.map { $0.joined(separator: "/") })
        #expect(folders.isSuperset(of: ["", "Windows", "Windows/System32", "Windows/System32/drivers", drivers]))
        #expect(!folders.contains("Users"))
    }

    @Test func aVolumeOfWhichNothingCanBeSaidHasFailedForItsReason() throws {
        let (result, volume) = try run(windows([badFile: "bad"])) { _, witness in
            witness.volumeError = CodedError<ForcedCode>(.forced, "the volume is longer than its partition")
        }
        #expect(result.outcome == .failed && result.code == .outsideVolume && volume.mounts == [.look])
    }

    @Test(arguments: [HibernationPolicy.refuse, .discard])
    func aHibernationFileThatTheDriverDoesNotListForbidsWriting(policy: HibernationPolicy) throws {
        let (result, volume) = try run(windows([badFile: "bad"]), settings: RepairSettings(hibernated: policy)) {
            $1.added = ["hiberfil.sys"]
        }
        #expect(result.outcome == .failed && volume.mounts == [.look])
    }

    @Test func aSessionThatIsGivenUpIsNoLostName() throws {
        let files = windows([badFile: "bad", "hiberfil.sys": "hibr"])
        #expect(try run(files, settings: RepairSettings(hibernated: .discard)).result.outcome == .repaired)
    }

    // MARK: Names that had to stay

    private let files = windows([badFile: "bad", "\(drivers)/CSAgent.sys": "stays"])

    @Test func aRemovalThatWouldLoseANameIsNotBegun() throws {
        let (result, volume) = try run(files) { volume, _ in volume.lostWithRemovals = [otherFile] }
        #expect(result.outcome == .refused && result.code == .unsafeRemoval && result.reason.contains(otherFile))
        #expect(volume.mounts == [.look, .rehearse, .rehearseWithOtherDriver] && volume.files.count == files.count)
    }

    @Test(arguments: [true, false, nil]) func theOtherDriverRemovesWhatTheUsualOneCannotWithoutHarm(isLogClean: Bool?)
        throws
    {
        let (result, volume) = try run(files) { volume, _ in
            volume.content = .ntfs(label: nil, dirty: false, logVersion: "1.1", logClean: isLogClean)
            volume.lostWithRemovals = [otherFile]
            volume.sparing = [.rehearseWithOtherDriver, .writeWithOtherDriver]
        }
        // It gives up a log that was not closed.
        guard isLogClean == true else {
            #expect(result.code == .unsafeRemoval && volume.mounts == [.look, .rehearse])
            return
        }
        #expect(result.outcome == .repaired && volume.files[otherFile] != nil)
        #expect(volume.mounts == [.look, .rehearse, .rehearseWithOtherDriver, .writeWithOtherDriver, .verify])
    }

    @Test func aFileThatStaysListedInTheTrialIsNotRemoved() throws {
        let (result, volume) = try run(files) { volume, _ in volume.immortalFiles = [badFile] }
        #expect(result.outcome == .refused && result.code == .unsafeRemoval && result.reason.contains("behind"))
        #expect(!volume.mounts.contains(.write))
    }

    @Test(arguments: [true, false]) func aNameThatIsLostAllTheSameIsTold(isWitnessed: Bool) throws {
        let (result, volume) = try run(files) { volume, _ in
            volume.lostWithRemovals = [otherFile]
            volume.sparing = [.rehearse]
            if !isWitnessed { volume.makeWitness = { _ in nil } }
        }
        #expect(result.outcome == .failed && result.code == .lostName && result.reason.contains(otherFile))
        #expect(volume.files[badFile] == nil && result.removed == [badFile])
    }

    @Test func aTrialThatCannotBeMadeForbidsTheRemoval() throws {
        let (result, volume) = try run(files) { volume, _ in volume.failingMounts = [.rehearse] }
        #expect(result.outcome == .failed && result.removed.isEmpty && volume.mounts == [.look, .rehearse])
    }
}

private enum ForcedCode: ErrorCode, ReasonBearing {
    case forced
    var reason: ReasonCode { .outsideVolume }
}
