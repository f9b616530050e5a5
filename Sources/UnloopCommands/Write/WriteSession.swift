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
        let disk: OpenDisk
    }

    /// Writes all of them; one that fails does not stop the others.
    func write(_ candidates: [StickCandidate]) throws -> [Result] {
        var results: [Int: Result] = [:]
        var tasks: [Task] = []
        var prepared: [Int64: PreparedStick] = [:]
        for (index, candidate) in candidates.enumerated() {
            do throws(StickWriterError) {
                let disk = try OpenDisk(candidate.device.path)
                let stick: PreparedStick
                if let known = prepared[disk.size] {
                    stick = known
                } else {
                    stick = try prepare(size: disk.size)
                    prepared[disk.size] = stick
                }
                tasks.append(Task(index: index, candidate: candidate, stick: stick, disk: disk))
            } catch {
                // What is wrong with the image or its additions is wrong for all.
                if ![.refused, .accessDenied, .deviceFailed, .tooSmall].contains(error.code) { throw error }
                results[index] = Result(candidate: candidate, report: StickReport(failure: error), label: nil)
            }
        }
        let monitor = WriteMonitor(tasks.map(\.disk.name), console)
        Interruption.begin()
        let reports = concurrently(Array(tasks.enumerated()), limit: tasks.count) { line, task in
            let report = StickWriter(task.stick, to: task.disk, isInterrupted: { Interruption.isPending }) { step in
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
