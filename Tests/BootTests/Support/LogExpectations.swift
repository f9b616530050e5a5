import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

extension StickContent {
    /// The only log of the stick is whole, valid and says `outcome`; what it says was removed and copied is true of the
    /// disks; the stick is clean and otherwise as it was built.
    ///
    /// - Returns: the log.
    @discardableResult
    func expectLog(
        _ outcome: Outcome, of disks: [MachineDisk], secureBoot: MachineIdentity.SecureBoot = .unsupported,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> RecoveryRecord {
        #expect(logs.count == 1, sourceLocation: sourceLocation)
        let log = try #require(logs.first, sourceLocation: sourceLocation)
        #expect(log.problems == [], sourceLocation: sourceLocation)
        #expect(log.end?.outcome == outcome, sourceLocation: sourceLocation)
        #expect(log.start?.machine.serial == Bench.identity.serial, sourceLocation: sourceLocation)
        #expect(log.start?.machine.uuid == Bench.identity.uuid, sourceLocation: sourceLocation)
        #expect(log.start?.machine.secureBoot == secureBoot, sourceLocation: sourceLocation)
        #expect(log.path.contains("/20240720T10"), sourceLocation: sourceLocation)
        #expect(log.path.contains("-SN-291-"), sourceLocation: sourceLocation)
        #expect(try LogSchema.problems(in: log.path) == "", sourceLocation: sourceLocation)
        let text = try text(beside: log)
        #expect(text.contains(outcome.banner), sourceLocation: sourceLocation)
        #expect(fileSystemProblems == "", sourceLocation: sourceLocation)
        #expect(changesElsewhere == [], sourceLocation: sourceLocation)
        if outcome == .repaired { try expectRemovals(log, of: disks, sourceLocation) }
        return log
    }

    private func expectRemovals(_ log: RecoveryRecord, of disks: [MachineDisk], _ location: SourceLocation) throws {
        let wanted = Set(disks.flatMap(\.delete).map { String($0.split(separator: ":").last ?? "") })
        #expect(Set(log.removedPaths) == wanted, sourceLocation: location)
        let states = try disks.map { try DiskState(of: $0.original) }
        let copies = log.records.compactMap { record -> CopiedEvent? in
            if case .copied(let event) = record.event { event } else { nil }
        }
        #expect(copies.count == log.removedPaths.count, sourceLocation: location)
        for copy in copies {
            let originals = states.compactMap { $0.hash(of: copy.path) }
            #expect(originals.contains(copy.sha256), sourceLocation: location)
            #expect(try hash(of: copy.quarantine) == copy.sha256, sourceLocation: location)
        }
    }
}

extension RecoveryRecord {
    /// The paths that were removed, one for each removal.
    var removedPaths: [String] {
        records.compactMap { if case .removed(let event) = $0.event { event.path } else { nil } }
    }

    /// The files that a remedy names.
    var matches: [MatchEvent] {
        records.compactMap { if case .match(let event) = $0.event { event } else { nil } }
    }

    /// The disks that were found.
    var diskEvents: [DiskEvent] {
        records.compactMap { if case .disk(let event) = $0.event { event } else { nil } }
    }

    /// What was found on the disks.
    var volumeEvents: [VolumeEvent] {
        records.compactMap { if case .volume(let event) = $0.event { event } else { nil } }
    }

    /// What is known of the NTFS volumes' state.
    var volumeStates: [NTFSState] { volumeEvents.compactMap(\.ntfs) }

    /// Notes by their code.
    func notes(_ code: String) -> [NoteEvent] {
        records.compactMap { if case .note(let event) = $0.event, event.code == code { event } else { nil } }
    }
}
