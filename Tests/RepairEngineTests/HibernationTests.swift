import RecoveryLog
import Remedy
import RepairEngine
import RepairFakes
import Testing
import Vocabulary

/// What is done about a suspended session when the settings say to give it up.
@Suite struct HibernationTests {
    private let events = EventList()
    private let quarantine = MemoryQuarantine()

    private func engine(_ settings: RepairSettings) throws -> RepairEngine {
        RepairEngine(remedies: [try remedy()], settings: settings, recorder: events, quarantine: quarantine)
    }

    private func hibernated(_ more: [String: String] = [:]) -> FakeVolume {
        FakeVolume(windows(["Hiberfil.sys": "hibr…"].merging(more) { $1 }))
    }

    private func notes(_ code: String) -> Int {
        events.events.count { if case .note(let note) = $0 { note.code == code } else { false } }
    }

    @Test func theSessionGoesBeforeTheFile() throws {
        let volume = hibernated([badFile: "bad"])
        let result = try engine(RepairSettings(hibernated: .discard)).work(on: volume)
        #expect(result.outcome == .repaired && result.removed == [badFile])
        #expect(volume.files["Hiberfil.sys"] == nil && volume.files[badFile] == nil)
        #expect(
            events.names == [
                "volume", "mounted", "windows", "match", "copied", "mounted", "note", "removed", "mounted", "verified",
                "volume-outcome",
            ])
        #expect(notes("hibernation-discarded") == 1)
        // Gigabytes of another's memory are not kept.
        #expect(quarantine.copies.keys.sorted() == ["C-00000291-00000000-00000032.sys"])
    }

    @Test func whereNothingHasToGoTheSessionStays() throws {
        let volume = hibernated()
        #expect(try engine(RepairSettings(hibernated: .discard)).work(on: volume).outcome == .nothingToDo)
        #expect(volume.mounts == [.look] && volume.files["Hiberfil.sys"] != nil)
        #expect(notes("hibernation-kept") == 1)
    }

    @Test func aLookChangesNothing() throws {
        let volume = hibernated([badFile: "bad"])
        let result = try engine(RepairSettings(lookOnly: true, hibernated: .discard)).work(on: volume)
        #expect(result.code == .lookOnly && volume.mounts == [.look])
    }

    @Test func anotherWindowsNoLongerHoldsTheRepairUp() throws {
        for (policy, outcome) in [(HibernationPolicy.refuse, Outcome.refused), (.discard, .repaired)] {
            let (first, second) = (hibernated(), FakeVolume(windows([badFile: "bad"])))
            let engine = try engine(RepairSettings(hibernated: policy))
            engine.look(at: second)
            engine.look(at: first)
            engine.finish()
            #expect(engine.results.last?.outcome == outcome)
            #expect(first.files["Hiberfil.sys"] != nil && first.mounts == [.look])
        }
    }

    @Test func aSessionThatStaysThereStopsEverything() throws {
        let volume = hibernated([badFile: "bad"])
        volume.stuckFiles = ["Hiberfil.sys"]
        let result = try engine(RepairSettings(hibernated: .discard)).work(on: volume)
        #expect(result.outcome == .failed && result.code == .notRemovable && result.removed.isEmpty)
        #expect(volume.files[badFile] != nil)
    }

    @Test func aSessionThatIsThereAgainIsNoSuccess() throws {
        let volume = hibernated([badFile: "bad"])
        volume.immortalFiles = ["Hiberfil.sys"]
        let result = try engine(RepairSettings(hibernated: .discard)).work(on: volume)
        #expect(result.outcome == .failed && result.removed == [badFile])
        #expect(result.reason.contains("Hiberfil.sys cannot be removed"))
    }

    /// "Refused" says that the volume is as it was, which it is not when its session is gone.
    @Test func aSessionThatIsGoneForNothingIsAFailure() throws {
        let volume = hibernated([badFile: "bad"])
        volume.stuckFiles = [badFile]
        let result = try engine(RepairSettings(hibernated: .discard)).work(on: volume)
        #expect(result.outcome == .failed && result.reason.contains("0 files removed, but"))
    }

    /// A stick that is found late may say to do less.
    @Test func settingsThatComeWhileVolumesWaitHoldForThem() throws {
        let late: [(RepairSettings, ReasonCode)] = [
            (RepairSettings(lookOnly: true, hibernated: .discard), .lookOnly),
            (RepairSettings(hibernated: .refuse), .hibernated),
            (RepairSettings(dirty: .refuse, hibernated: .discard), .dirtyRefused),
        ]
        for (settings, code) in late {
            let volume = hibernated([badFile: "bad"])
            volume.content = .ntfs(label: nil, dirty: true, logVersion: "1.1", logClean: true)
            let engine = try engine(RepairSettings(hibernated: .discard))
            engine.look(at: volume)
            engine.settings = settings
            engine.finish()
            #expect(engine.results.map(\.code) == [code])
            #expect(volume.mounts == [.look])
        }
    }

    @Test func withoutCopiesTheFileIsHashedAndRecorded() throws {
        let volume = FakeVolume(windows([badFile: "bad"]))
        let result = try engine(RepairSettings(keepsCopies: false)).work(on: volume)
        #expect(result.outcome == .repaired && quarantine.copies.isEmpty)
        let matches = events.events.compactMap { if case .match(let event) = $0 { event } else { nil } }
        #expect(matches.count == 1 && matches[0].sha256 != nil)
        #expect(!events.names.contains("copied") && notes("no-copy") == 1)
    }
}
