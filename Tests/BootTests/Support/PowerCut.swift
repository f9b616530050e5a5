import Foundation
import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// One cut of power, and what is expected of what it leaves.
struct PowerCut {
    let number: Int
    let plan: PowerCutPlan
    let stick: String
    let target: PowerCutTarget

    /// Every eighth next start goes through firmware, loaders and menu; the others start the kernel straight.
    private var startsByFirmware: Bool { number.isMultiple(of: 8) }

    func run() async -> PowerCutReport {
        var report: PowerCutReport?
        do {
            try await Bench.with { bench in report = try await run(on: bench) }
        } catch {
            report = PowerCutReport(number: number, failures: ["it could not be made, or not looked at: \(error)"])
        }
        return report ?? PowerCutReport(number: number, failures: ["it gave no report"])
    }

    private func run(on bench: Bench) async throws -> PowerCutReport {
        var failures: [String] = []
        let machine = try PowerCutMachine(bench, originals: [stick, target.disk])
        let transcript = try await machine.run(until: plan.moment(number))
        failures += ConsoleScan.problems(in: transcript)
        let remains = try machine.remains(seed: PowerCutPlan.seed &+ UInt64(number))

        let cut = try PowerCutStick(remains.stick, scratch: bench.folder)
        let console = PowerCutConsole(transcript)
        let log = cut.logs.first
        failures += problems(of: cut, console)
        let left = target.state(of: remains.disk)
        failures += left.harm
        if !left.isRepaired, log?.removedCount ?? 0 > 0 { failures.append("the log says removed of what is there") }

        let page = try await nextRun(on: bench, remains.stick, remains.disk)
        let outcome = page.outcome
        let final = target.state(of: remains.disk)
        failures += final.harm + (final.isRepaired ? [] : ["the bad file is still there"])
        if left.isHalfRemoved {
            if outcome != "failed" || !page.transcript.contains("are not certain") || !final.isHalfRemoved {
                failures.append("half removed, and the next run ended \(outcome)")
            }
        } else if outcome != (left.isRepaired ? "nothing-to-do" : "repaired") {
            failures.append("the next run ended \(outcome)")
        }
        failures += try problemsAfterNextRun(on: bench, remains.stick, before: log)
        var report = PowerCutReport(number: number, failures: failures)
        report.phase = log?.records.last?.event.name ?? "mount"
        report.cachedWrites = remains.cachedWrites
        report.acknowledged = console.acknowledged.count
        report.findings = cut.findings
        report.wasThere = !left.isRepaired
        report.isHalfRemoved = left.isHalfRemoved
        report.outcome = outcome
        return report
    }

    /// Every acknowledged line is there, and nothing that a cut cannot have done.
    private func problems(of stick: PowerCutStick, _ console: PowerCutConsole) -> [String] {
        var problems = stick.damage.map { "fsck.vfat says: \($0)" }
        guard let log = stick.logs.first else {
            return problems
                + (console.acknowledged.first.map { ["there is no log, with a line acknowledged: \($0)"] } ?? [])
        }
        if let lost = console.firstLost(in: log.records.map(\.event)) {
            problems.append("acknowledged and lost: \(lost)")
        }
        // Of a file that was being made, not even the first line need be there.
        if case .edited(let line) = log.chain { problems.append("line \(line) of the log does not follow") }
        if log.isComplete != (log.chain == .whole) { problems.append("the log is \(log.chain)") }
        if stick.logs.count != 1 { problems.append("there are \(stick.logs.count) logs") }
        return problems
    }

    private func nextRun(on bench: Bench, _ stick: String, _ disk: String) async throws -> FinalPage {
        let devices: [VirtualMachine.Device] = [.usbStick(stick), .nvme(disk)]
        let configuration =
            startsByFirmware
            ? VirtualMachine.Configuration(firmware: .uefi(secureBoot: true), devices: devices)
            : try bench.direct(devices, "unloop.then=poweroff")
        return try await bench.boot(configuration)
    }

    /// The stick is clean, what boots on it was never written, and the cut run's log is as the cut left it.
    private func problemsAfterNextRun(
        on bench: Bench, _ stick: String, before log: RecoveryRecord?
    ) throws -> [String] {
        let content = try bench.content(of: stick)
        var problems =
            content.fileSystemProblems.isEmpty ? [] : ["afterwards fsck.vfat says: \(content.fileSystemProblems)"]
        if !content.changesElsewhere.isEmpty { problems.append("what boots was written: \(content.changesElsewhere)") }
        let whole = content.logs.filter { $0.isComplete && $0.chain == .whole && $0.problems.isEmpty }
        if whole.count != (log?.isComplete == true ? 2 : 1) { problems.append("\(whole.count) whole logs afterwards") }
        if let log, let start = log.start, !log.isComplete {
            let again = content.logs.first { $0.start == start }
            if again?.records != log.records { problems.append("the cut run's log has changed") }
        }
        return problems
    }
}
