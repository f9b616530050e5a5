internal import Glibc
internal import LinuxSystem
internal import RecoveryLog
internal import RepairEngine
internal import Timestamps

/// The record of this run: on the stick as soon as there is one, on the screen in any case.
///
/// What happens before the stick is found is kept and written first, and so is what a stick would not take. A stick that
/// fails stops the record, not the repair.
final class RunLog: RunRecorder {
    private let screen: Screen
    /// What the first line says; it may be changed until a stick is found.
    var start: StartEvent
    private let drill: String?
    private var writer: RecoveryLogWriter?
    /// What is not in the record yet, in its order.
    private var waiting: [LogEvent] = []
    /// Why something will never be in the record.
    private var loss: String?
    /// Why something is not in the record yet.
    private var delay: String?
    /// Why there is no record, or no whole one; nil as long as all is well.
    var problem: String? { loss ?? delay }
    /// The log's path relative to the stick.
    private(set) var path: String?

    init(start: StartEvent, screen: Screen, drill: String?) {
        self.start = start
        self.screen = screen
        self.drill = drill
        screen.show(PlainText.render(.start(start)))
    }

    /// Goes on on a stick, with everything that was recorded so far.
    ///
    /// - Parameter root: Where the stick's log partition is mounted.
    func open(in root: String) {
        do throws(RecoveryLogError) {
            let writer = try RecoveryLogWriter(root: root, start: start)
            self.writer = writer
            path = String(writer.path.dropFirst(root.count + 1))
            CurrentLog.remember(writer.path)
            writeWaiting()
        } catch {
            report(error.message)
            delay = error.message
        }
    }

    /// Closes the files: a stick with open files cannot be unmounted.
    func close() { writer = nil }

    func record(_ event: LogEvent) {
        screen.show(PlainText.render(event))
        waiting.append(event)
        writeWaiting()
        if let drill, event.name == drill { kill(getpid(), SIGKILL) }
    }

    /// Says on the screen alone what is being done.
    func progress(_ text: String) { screen.show(text + "\n") }

    /// Tells that there is no stick to write to.
    func giveUp(_ reason: String) {
        guard writer == nil else { return }
        report(reason)
        delay = reason
    }

    private func writeWaiting() {
        while let writer, let event = waiting.first {
            do throws(RecoveryLogError) {
                try writer.append(event)
            } catch {
                report(error.message)
                if error.code == .notWritten {
                    // The next event tries again: no line is lost, and none is out of order.
                    delay = error.message
                    return
                }
                loss = loss ?? error.message
            }
            waiting.removeFirst()
        }
        if writer != nil { delay = nil }
    }

    private func report(_ reason: String) {
        if problem == nil { screen.show("Log: \(reason)\n") }
    }
}
