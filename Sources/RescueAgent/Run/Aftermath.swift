internal import Diagnostics
internal import LinuxSystem
internal import RecoveryLog
internal import RunSettings
internal import Timestamps
internal import Vocabulary
internal import WindowsVolumes

/// What follows a crash of the agent: the machine's volumes are let go, the log and the screen say what happened, and a
/// shell is offered.
struct Aftermath {
    /// How the agent ended, in words: `was ended by signal 9`.
    let ending: String

    func run() -> AgentEnding {
        let screen = Screen()
        // Before anything that a failing disk could hold up.
        screen.show("\nThe repair program \(ending).\n")
        releaseVolumes()
        let reason = "the repair program \(ending); what it did until then is in the log"
        let end = EndEvent(
            outcome: .failed, code: .agentCrashed, reason: reason,
            next: "Start again from the stick. If it fails again, keep the log and look at the machine by hand.",
            seconds: MonotonicTime.now().secondsSinceBoot)
        // While the stick is still mounted.
        let settings = RunRules(commandLine: KernelCommandLine.read(), stick: AgentPaths.log).settings
        screen.obey(settings)
        let log = record(end)
        let farewell = Farewell(screen: screen, then: settings.then.value.action(after: .failed))
        return farewell.show(
            FinalPage(
                outcome: .failed, reason: reason, volumes: [], next: end.next, log: log,
                now: farewell.words(isSaved: true)))
    }

    /// Unmounts what the agent had mounted: the file system is whole again, and the shell can look at it. Unlocked volumes
    /// are locked again: the shell is open to whoever comes by.
    private func releaseVolumes() {
        let targets = ((try? Mount.table()) ?? []).map(\.target).filter { $0.hasPrefix(AgentPaths.volumes) }
        for target in targets.reversed() {
            if (try? Mount.unmount(target)) == nil { try? Mount.unmount(target, lazily: true) }
        }
        Power.sync(limitMilliseconds: 10_000)
        BitLockerMapping.closeLeftOver(prefix: OpenVolume.namePrefix)
    }

    /// Ends the record that the agent began.
    ///
    /// - Returns: Where the log is, or why it does not have this.
    private func record(_ end: EndEvent) -> String {
        guard let path = CurrentLog.recall() else { return "none was begun; the screen is all there is" }
        defer { try? Mount.unmount(AgentPaths.log) }
        do {
            func bytes(_ path: String) throws(LinuxError) -> [UInt8] { try OpenFile.open(path).readAll(limit: 1 << 28) }
            let name = String(path.dropFirst(AgentPaths.log.count + 1))
            var record = RunRecord(
                resuming: name, log: try bytes(path), text: (try? bytes(path.dropLast("jsonl".count) + "txt")) ?? [])
            try record.append(.end(end), at: .now())
            _ = try RecoveryLogWriter(root: AgentPaths.log, record: record)
            return "on the stick: \(name)"
        } catch {
            return (error as? any DiagnosticError)?.message ?? "\(error)"
        }
    }
}
