internal import AgentScreen
internal import LinuxMachine
internal import LinuxSystem
internal import RecoveryLog
internal import RepairEngine
internal import RunSettings
internal import Timestamps
internal import Vocabulary

// The end of a run: its result, the next start, and the last page.

extension RescueRun {
    /// Network drivers are loaded last, after the start of the record was written: the addresses it lacks are added here.
    func recordNetworkAddresses() {
        let addresses = MachineFacts.read().hardwareAddresses.filter { !machine.macs.contains($0) }
        guard !addresses.isEmpty else { return }
        note(.networkAddresses, "hardware addresses: \(addresses.joined(separator: ", "))")
    }

    /// - Parameter partitions: From which Windows may be started next.
    func finish(startingFrom partitions: Set<String>) -> AgentEnding {
        recordNetworkAddresses()
        let result = MachineResult(engine.results)
        let then = rules.settings.then.value.action(after: result.outcome)
        let mayStartWindows = result.outcome.isDone && !rules.settings.lookOnly.value && then != .poweroff
        let isWindowsNext = mayStartWindows && startWindowsNext(on: partitions)
        let advice =
            foreignSticks > 0 && !result.outcome.isDone
            ? RulesInForce.advice(besideForeignStick: result.next, result.code) : result.next
        let next = NextStart(isWindows: isWindowsNext, medium: settings.medium).text(result.outcome, advice)
        let end = EndEvent(
            outcome: result.outcome, code: result.code, reason: result.reason, next: next,
            seconds: begin.millisecondsSince / 1000)
        log.record(.end(end))
        sign(outcome: result.outcome)
        if !log.isSaved { log.forgetFailures() }
        let farewell = Farewell(screen: screen, then: then)
        return farewell.show(page(result, end, farewell), saving: log) { page(result, end, farewell) }
    }

    /// Behind the end, so that neither the repair nor its record waits for a person.
    func sign(outcome: Outcome) {
        if rules.settings.ask.value == .always {
            KeyQuestions(screen: screen).openSigningKey(of: keys, outcome: outcome)
        }
        if let key = keys.signingKey {
            log.sign(with: key)
        } else if let sealed = keys.sealedSigningKeys.first {
            note(.notSigned, "\(sealed.name) stayed sealed: this log is not signed")
        }
    }

    /// The Windows on a volume; of a locked one, the name that BitLocker wrote down.
    func names(of volume: VolumeResult) -> [String] {
        if volume.windows.isEmpty, volume.outcome == .locked, let name = formerNames[volume.volume.device] {
            return [name]
        }
        return volume.windows.map {
            [$0.name ?? "Windows", $0.productName].compactMap { $0 }.joined(separator: " ")
        }
    }

    /// The last page; the stick is let go for it.
    func page(_ result: MachineResult, _ end: EndEvent, _ farewell: Farewell) -> FinalPage {
        let isReleased = log.close()
        let lines = result.volumes.map { volume in
            FinalPage.Line(
                windows: names(of: volume), device: volume.volume.device, outcome: volume.outcome,
                reason: volume.reason, isWorthReading: volume.code == .virtualDisk)
        }
        var page = FinalPage(
            outcome: result.outcome, reason: result.outcome == .repaired || lines.isEmpty ? result.reason : "",
            lines: lines, next: end.next,
            log: (log.problem ?? log.place ?? "none") + (isReleased ? "" : "; switch off before you pull the stick"),
            now: farewell.words(isSaved: log.isSaved), remarks: rules.remarks)
        page.keyIDs = result.volumes.filter { $0.outcome == .locked && $0.code != .removableDisk }
            .flatMap { keyIDs[$0.volume.device] ?? [] }
        if !log.isSaved {
            page.log = "NOT SAVED: \(page.log). Insert a stick to save it, or photograph the code"
            page.code = RecordCode(
                end, run: name, machine: machine, volumes: lines.count,
                removed: engine.results.reduce(0) { $0 + $1.removed.count }, keyID: page.keyIDs.first,
                hash: log.seal(), at: .now())
        }
        return page
    }

    /// Has the firmware start Windows next, so that the machine does not start from the stick again.
    ///
    /// - Returns: Whether it will.
    func startWindowsNext(on partitions: Set<String>) -> Bool {
        guard let attempt = WindowsBoot.startNext(on: partitions) else { return false }
        note(.bootNext, attempt.message)
        return attempt.isSet
    }
}
