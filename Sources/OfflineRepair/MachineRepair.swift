internal import Diagnostics
internal import DiskFormats
internal import Foundation
internal import RecoveryLog
internal import RecoveryLogReader
internal import Vocabulary

/// The repair of one machine that is not started: overlay, appliance, proof, undo file, commit.
struct MachineRepair {
    /// What a repair came to.
    struct Result {
        let outcome: Outcome
        let reason: String
        let text: String
        let log: String
        var isCommitted = false
    }

    let machine: OfflineMachine
    let options: RepairOptions
    let mayGoOn: @Sendable () -> Bool
    let onProgress: @Sendable (OfflineRepair.Progress) -> Void
    /// Whether the first change may be on a disk: from then on an error says nothing about what was written.
    let hasBegun = CommitMark()

    private var folder: String { "\(options.folder)/\(machine.name)" }

    func run(keys: [UInt8]) throws -> Result {
        guard mayGoOn() else { throw OfflineRepairError(.stopped, "\(machine.name): not begun") }
        let place = try MachineFolder(folder)
        if let result = try takeUp(place) { return result }
        let disks = try OpenDisks.new(machine.disks, isForWriting: !options.looksOnly)
        let work = try ApplianceFolder()
        let log = try LogDisk(in: work, keys: keys, remedies: options.remedies)
        let overlays = try disks.enumerated().map { index, disk in
            try Overlay(of: disk, at: work("overlay\(index)"), in: work)
        }
        let appliance = Appliance(
            name: machine.name, image: options.image, log: log,
            disks: overlays.map { ($0.guest, $0.disk.disk.sectorSize, $0.disk.path) }, looksOnly: options.looksOnly,
            memoryMiB: options.memoryMiB, settings: options.words)
        onProgress(.starting)
        let end = Swift.Result {
            try appliance.run(in: work, limit: options.limit, onLine: { onProgress(.console($0)) }, mayGoOn: mayGoOn)
        }
        // What a hung appliance has left is worth keeping, and proves nothing.
        let items = (try? log.record()) ?? []
        try place.add(items)
        try end.get()
        let evidence = try Evidence(items, machine: machine.name, disks: disks.count, looksOnly: options.looksOnly)
        var result = Result(
            outcome: evidence.outcome, reason: evidence.reason, text: evidence.text,
            log: "\(place.path)/\(evidence.log)")
        guard evidence.outcome == .repaired, !options.looksOnly else { return result }
        try commit(overlays, evidence, place, work)
        result.isCommitted = true
        return result
    }

    /// Writes the undo file, then the changes.
    private func commit(_ overlays: [Overlay], _ evidence: Evidence, _ place: MachineFolder, _ work: ApplianceFolder)
        throws
    {
        for overlay in overlays { try overlay.expectTablesUnchanged() }
        let disks = overlays.map(\.disk)
        let folder = try place.newCommit()
        let undo = try UndoFile.Writer("\(folder)/\(CommitState.undoFile)")
        for (index, overlay) in overlays.enumerated() { try overlay.forEachChange(disk: index) { try undo.add($0) } }
        guard undo.count > 0 else {
            throw OfflineRepairError(
                .notProven, "\(machine.name): repaired, but nothing was changed; nothing was written. Report this")
        }
        try undo.finish()
        try OpenDisks.expectUnchanged(disks)
        var state = CommitState(
            machine: machine.name, phase: .committing, disks: disks.map { DiskState($0) }, log: evidence.log)
        hasBegun.folder = place.path
        try state.write(folder)
        onProgress(.committing)
        try Commit(undo: "\(folder)/\(CommitState.undoFile)", disks: state.disks, folder: work).run(.forward, on: disks)
        try state.finish(.committed, of: disks, in: folder)
    }

    /// Brings a commit to its end that was cut off.
    private func takeUp(_ place: MachineFolder) throws -> Result? {
        for (folder, state) in try place.commits() {
            var state = state
            switch state.phase {
            case .committed, .undone: continue
            case .undoing:
                throw OfflineRepairError(
                    .undoUnusable,
                    "\(machine.name): an undo was interrupted; finish it: unloop undo \(place.path)")
            case .committing:
                guard !options.looksOnly else {
                    throw OfflineRepairError(
                        .undoUnusable,
                        "\(machine.name): a repair was interrupted; finish it without --look-only, or take it back: "
                            + "unloop undo \(place.path)")
                }
            }
            let own = Set(machine.disks.map(ResolvedPath.of))
            guard own == Set(state.disks.map { ResolvedPath.of($0.path) }) else {
                throw OfflineRepairError(
                    .badName,
                    "\(machine.name): a repair of other disks of this name was cut off; name its disks again, or another --group"
                )
            }
            hasBegun.folder = place.path
            let log = "\(place.path)/\(state.log)"
            let bytes = (try? Data(contentsOf: URL(fileURLWithPath: log))).map { [UInt8]($0) } ?? []
            let record = RecoveryLogReader.parse(bytes, path: log)
            guard let end = record.end, end.outcome == .repaired, record.chain == .whole, record.problems.isEmpty else {
                throw OfflineRepairError(
                    .notProven,
                    "\(machine.name): a repair was cut off, and its record \(log) is not whole; nothing was written now. Take it back: "
                        + "unloop undo \(place.path)")
            }
            let work = try ApplianceFolder()
            let disks = try OpenDisks.known(state)
            onProgress(.committing)
            try Commit(undo: "\(folder)/\(CommitState.undoFile)", disks: state.disks, folder: work).run(
                .forward, on: disks)
            try state.finish(.committed, of: disks, in: folder)
            return Result(outcome: .repaired, reason: end.code, text: end.reason, log: log, isCommitted: true)
        }
        return nil
    }
}

extension MachineReport {
    init(
        machine: OfflineMachine, _ result: Result<MachineRepair.Result, any Error>, begun folder: String?,
        seconds: Double
    ) {
        self.machine = machine
        self.seconds = seconds
        switch result {
        case .success(let result):
            (outcome, reason, text, log) = (result.outcome, result.reason, result.text, result.log)
            isCommitted = result.isCommitted
            // The folder of the machine: above logs, and a day's folder where there is one.
            undo =
                result.isCommitted
                ? result.log.components(separatedBy: "/logs/").dropLast().joined(separator: "/logs/") : nil
        case .failure(let error):
            outcome = Self.outcome(of: error)
            reason = (error as? any DiagnosticError)?.codeText
            text = (error as? any DiagnosticError)?.message ?? "\(error)"
            (log, undo, isCommitted) = (nil, folder, folder == nil ? false : nil)
        }
    }
}

/// Where a commit was begun, for the report on a repair that ended by an error. Used by one thread at a time.
final class CommitMark: @unchecked Sendable {
    var folder: String?
}
