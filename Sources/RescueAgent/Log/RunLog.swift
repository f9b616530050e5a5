internal import Glibc
internal import LinuxSystem
internal import RecoveryLog
internal import RepairEngine
internal import Timestamps

/// The record of this run: on the stick as soon as there is one, on the screen in any case.
///
/// What happens before the stick is found is kept and written first. A stick that fails stops the record, not the repair.
final class RunLog: RunRecorder {
    private let screen: Screen
    private let start: StartEvent
    private let drill: String?
    private var writer: RecoveryLogWriter?
    private var waiting: [LogEvent] = []
    /// Why there is no record, or no whole one; nil as long as all is well.
    private(set) var problem: String?
    /// The log's path relative to the stick.
    private(set) var path: String?

    init(start: StartEvent, screen: Screen, drill: String?) {
        self.start = start
        self.screen = screen
        self.drill = drill
        screen.show(PlainText.render(.start(start)))
    }

    /// Goes on on a stick, with everything that was recorded so far.
    func open(on stick: LogStick) {
        do throws(RecoveryLogError) {
            let writer = try RecoveryLogWriter(root: stick.root, start: start)
            self.writer = writer
            path = String(writer.path.dropFirst(stick.root.count + 1))
            CurrentLog.remember(writer.path)
        } catch {
            fail(error.message)
            return
        }
        let events = waiting
        waiting = []
        events.forEach(write)
    }

    func record(_ event: LogEvent) {
        screen.show(PlainText.render(event))
        if writer == nil, problem == nil { waiting.append(event) } else { write(event) }
        if let drill, event.name == drill { kill(getpid(), SIGKILL) }
    }

    /// Tells that there is no stick to write to.
    func giveUp(_ reason: String) {
        if writer == nil { fail(reason) }
    }

    /// Closes the record's files, without which the stick cannot be unmounted. Nothing can be recorded afterwards.
    func close() { writer = nil }

    private func write(_ event: LogEvent) {
        do throws(RecoveryLogError) {
            try writer?.append(event)
        } catch {
            fail(error.message)
        }
    }

    private func fail(_ reason: String) {
        if problem == nil { screen.show("Log: \(reason)\n") }
        problem = problem ?? reason
    }
}
