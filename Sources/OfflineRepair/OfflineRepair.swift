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
        let unpacked = UnpackedImage(options.image)
        var options = options
        options.image = unpacked.image
        let reports = concurrently(Array(machines.enumerated()), limit: jobs) { [options] index, machine in
            let begin = ContinuousClock.now
            let repair = MachineRepair(machine: machine, options: options, mayGoOn: mayGoOn) { onProgress(index, $0) }
            let result = Result { try repair.run(keys: keys) }
            let duration = (ContinuousClock.now - begin).components
            let report = MachineReport(
                machine: machine, result, begun: repair.hasBegun.folder,
                seconds: Double(duration.seconds) + Double(duration.attoseconds) / 1e18)
            onProgress(index, .finished(report))
            return report
        }
        return withExtendedLifetime(unpacked) { reports }
    }

    /// Puts back all bytes that the last commit of a machine has changed.
    ///
    /// - Parameter folder: The machine's folder of records.
    /// - Returns: The paths of the disks that were put back; empty where no commit is left to undo.
    public static func undo(_ folder: String) throws -> [String] {
        let place = try MachineFolder(existing: folder)
        guard let (folder, last) = try place.commits().last(where: { $0.state.phase != .undone }) else { return [] }
        var state = last
        let held = try OpenDisks.known(state)
        try state.expectUntouched(held)
        state.phase = .undoing
        try state.write(folder)
        let commit = Commit(
            undo: "\(folder)/\(CommitState.undoFile)", disks: state.disks, folder: try ApplianceFolder())
        try commit.run(.back, on: held)
        try state.finish(.undone, of: held, in: folder)
        return state.disks.map(\.path)
    }
}
