internal import Diagnostics
internal import LinuxSystem
internal import Vocabulary

/// Repairs machines that are not started, each in an appliance of its own.
public enum OfflineRepair {
    /// What is told while it goes on.
    public enum Progress: Sendable {
        /// The appliance of a machine starts.
        case starting
        /// A line of the appliance's console, safe to show.
        case console(String)
        /// The changes are on their way to the disks.
        case committing
        /// A machine is done.
        case finished(MachineReport)
    }

    /// Repairs machines, several at once.
    ///
    /// - Parameters:
    ///   - keys: Recovery keys, as a table (`KeyTable`). The caller wipes it.
    ///   - jobs: How many at once.
    ///   - mayGoOn: Asked while appliances run; a commit that was begun is brought to its end.
    ///   - onProgress: Called from any thread, with the machine's number.
    /// - Returns: A report for each, in their order.
    public static func run(
        _ machines: [OfflineMachine], keys: [UInt8], options: RepairOptions, jobs: Int,
        mayGoOn: @escaping @Sendable () -> Bool = { true },
        onProgress: @escaping @Sendable (Int, Progress) -> Void = { _, _ in }
    ) -> [MachineReport] {
        concurrently(Array(machines.enumerated()), limit: jobs) { index, machine in
            let begin = ContinuousClock.now
            let repair = MachineRepair(machine: machine, options: options, mayGoOn: mayGoOn) { onProgress(index, $0) }
            let result = Result { try repair.run(keys: keys) }
            let duration = (ContinuousClock.now - begin).components
            let report = MachineReport(
                machine: machine, result, seconds: Double(duration.seconds) + Double(duration.attoseconds) / 1e18)
            onProgress(index, .finished(report))
            return report
        }
    }

    /// Puts back all bytes that commits of a machine have changed, the newest first.
    ///
    /// - Parameter folder: The machine's folder of records.
    /// - Returns: The paths of the disks that were put back; empty where no commit was left to undo.
    public static func undo(_ folder: String) throws -> [String] {
        let place = try MachineFolder(existing: folder)
        let work = try ApplianceFolder()
        var done: [String] = []
        for (folder, state) in try place.commits().reversed() where state.phase != .undone {
            var state = state
            let held = try OpenDisks.known(state.disks)
            state.phase = .undoing
            try state.write(folder)
            try Commit(undo: "\(folder)/\(CommitState.undoFile)", disks: state.disks, folder: work).run(.back, on: held)
            state.phase = .undone
            try state.write(folder)
            done += state.disks.map(\.path)
        }
        return done
    }
}
