import RecoveryLog
import Remedy
import RepairEngine
import RepairFakes
import Testing

/// A second reader that sees what a volume in memory holds, but for what a test takes from it.
final class FakeWitness: VolumeWitness {
    let volume: FakeVolume
    /// What could not be read of a folder.
    var gaps: [String: [String]] = [:]
    /// Names that this reader alone does not see, or sees.
    var hidden: Set<String> = []
    var added: Set<String> = []
    var differences: [WitnessedDifference] = []
    private(set) var compared: [[String]] = []

    init(_ volume: FakeVolume) { self.volume = volume }

    func list(_ folder: [String]) -> WitnessedFolder {
        let path = folder.joined(separator: "/")
        let prefix = path.isEmpty ? "" : path + "/"
        let seen = ((try? volume.tree.entries(of: folder)) ?? []).filter {
            !hidden.contains(prefix + $0.name)
        }
        let more = added.filter { $0.hasPrefix(prefix) && !$0.dropFirst(prefix.count).contains("/") }
        return WitnessedFolder(
            entries: seen + more.map { TreeEntry(name: String($0.dropFirst(prefix.count)), kind: .file) },
            gaps: gaps[path] ?? [])
    }

    func compare(_ folders: [[String]]) -> [WitnessedDifference] {
        compared = folders
        return differences.filter { folders.contains($0.folder) }
    }
}

@Suite("Two readers before a promise")
struct WitnessTests {
    private func run(
        _ files: [String: String], _ change: (FakeVolume, FakeWitness) -> Void
    ) throws -> (result: VolumeResult, volume: FakeVolume) {
        let volume = FakeVolume(files)
        let witness = FakeWitness(volume)
        volume.witness = witness
        change(volume, witness)
        let engine = RepairEngine(
            remedies: [try remedy()], settings: RepairSettings(), recorder: EventList(), quarantine: MemoryQuarantine())
        return (engine.work(on: volume), volume)
    }

    @Test("Both agree")
    func agreed() throws {
        #expect(try run(windows()) { _, _ in }.result.outcome == .nothingToDo)
        #expect(try run(["x": "y"]) { _, _ in }.result.outcome == .noWindows)
        let repaired = try run(windows([badFile: "bad"])) { _, _ in }
        #expect(repaired.result.outcome == .repaired && repaired.volume.files[badFile] == nil)
    }

    @Test(
        "A folder that was not read whole lets nobody say or write anything",
        arguments: ["", "Windows", "Windows/System32", drivers, "Users"], [true, false])
    func incomplete(folder: String, isBad: Bool) throws {
        let files = windows(isBad ? [badFile: "bad"] : [:])
        let (result, volume) = try run(files) { _, witness in
            witness.gaps[folder] = ["index block 0 of folder record 40 (cluster 7, byte 28672): it holds zeros"]
        }
        #expect(result.outcome == .failed && result.code == "incomplete-listing")
        #expect(result.reason.contains("cluster 7, byte 28672"))
        #expect(volume.files.count == files.count && !volume.mounts.contains(.write))
    }

    @Test("A name that only one of them sees", arguments: [true, false])
    func oneSided(isDriverBlind: Bool) throws {
        let (result, volume) = try run(windows()) { _, witness in
            if isDriverBlind { witness.added = [badFile] } else { witness.hidden = [otherFile] }
        }
        #expect(result.outcome == .failed && result.code == "views-differ")
        #expect(result.reason.contains(isDriverBlind ? "the driver does not" : "the driver lists"))
        #expect(!volume.mounts.contains(.write))
    }

    @Test("The file table knows a name that its folder does not list")
    func table() throws {
        let (result, _) = try run(windows([badFile: "bad"])) { _, witness in
            let folder = drivers.split(separator: "/").map(String.init)
            witness.differences = [WitnessedDifference(folder: folder, text: "file record 70-1 is C-1.sys in it")]
        }
        #expect(result.outcome == .failed && result.code == "views-differ" && result.removed.isEmpty)
    }

    @Test("A hidden hibernation file is not overlooked")
    func hibernation() throws {
        let (result, volume) = try run(windows([badFile: "bad"])) { _, witness in witness.added = ["hiberfil.sys"] }
        #expect(result.outcome == .failed && !volume.mounts.contains(.write))
    }

    @Test("A name that is lost by a removal", arguments: [true, false])
    func lost(isWitnessed: Bool) throws {
        let files = windows([badFile: "bad", "\(drivers)/CSAgent.sys": "stays"])
        let (result, volume) = try run(files) { volume, _ in
            volume.lostWithRemovals = [otherFile]
            if !isWitnessed { volume.witness = nil }
        }
        #expect(result.outcome == .failed && result.code == "lost-name" && result.reason.contains(otherFile))
        #expect(volume.files[badFile] == nil && result.removed == [badFile])
    }
}
