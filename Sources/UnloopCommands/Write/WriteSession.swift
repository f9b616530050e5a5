internal import Diagnostics
internal import LinuxSystem
internal import StickWriter

/// Writes disks side by side.
struct WriteSession {
    let image: StickImage
    let additions: StickAdditions
    let progress: TerminalProgress
    let console: Console

    /// A disk, and what came of it.
    struct Result: Sendable {
        let candidate: StickCandidate
        let report: StickReport
        /// The batch or site that its settings name.
        let label: String?
    }

    private struct Task: Sendable {
        let index: Int
        let candidate: StickCandidate
        let stick: PreparedStick
        let disk: ConfirmedDisk
    }

    /// Writes all of them; one that fails does not stop the others. Where one is no longer the disk that was confirmed, none is
    /// written.
    func write(_ choices: [WriteSelection.Choice]) throws -> [Result] {
        var results: [Int: Result] = [:]
        var tasks: [Task] = []
        var prepared: [Int64: PreparedStick] = [:]
        for (index, choice) in choices.enumerated() {
            do throws(StickWriterError) {
                let disk = try choice.disk.get()
                let size = disk.target.size
                let stick: PreparedStick
                if let known = prepared[size] { stick = known } else { stick = try prepare(size: size) }
                prepared[size] = stick
                tasks.append(Task(index: index, candidate: choice.candidate, stick: stick, disk: disk))
            } catch {
                // What is wrong with the image or its additions is wrong for all.
                if ![.refused, .changed, .accessDenied, .deviceFailed, .tooSmall].contains(error.code) { throw error }
                results[index] = Result(candidate: choice.candidate, report: StickReport(failure: error), label: nil)
            }
        }
        for (position, task) in tasks.enumerated().reversed() {
            do throws(StickWriterError) {
                try task.disk.check()
            } catch {
                if error.code == .changed { throw refuse(error) }
                results[task.index] = Result(candidate: task.candidate, report: StickReport(failure: error), label: nil)
                tasks.remove(at: position)
            }
        }
        let monitor = WriteMonitor(tasks.map(\.disk.target.name), console)
        Interruption.begin()
        let reports = concurrently(Array(tasks.enumerated()), limit: tasks.count) { line, task in
            let report = StickWriter(task.stick, to: task.disk.target, isInterrupted: { Interruption.isPending }) {
                step in
                monitor.show(step, ofLine: line)
            }.run()
            monitor.finish(report, line: line)
            return report
        }
        Interruption.end()
        for (task, report) in zip(tasks, reports) {
            results[task.index] = Result(candidate: task.candidate, report: report, label: task.stick.label)
        }
        return results.sorted { $0.key < $1.key }.map(\.value)
    }

    private func refuse(_ error: StickWriterError) -> ExitStatus {
        console.complain(error)
        return .objection
    }

    private func prepare(size: Int64) throws(StickWriterError) -> PreparedStick {
        let title = "Preparing sticks of \(ByteText.size(Double(size)))"
        do {
            return try progress.step(title) { try PreparedStick(image, size: size, additions: additions) }
        } catch let error as StickWriterError {
            throw error
        } catch {
            throw StickWriterError(.contentInvalid, "\(error)", cause: error)
        }
    }
}
