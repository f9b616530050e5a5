internal import Diagnostics
internal import Glibc
internal import LinuxSystem
internal import RecoveryLog
internal import RepairEngine
internal import Timestamps
internal import Vocabulary

/// The record of this run: on the stick as soon as there is one, on the screen in any case.
///
/// All of it stays in memory. What happens before a stick is found is written first, and what a stick would not take is
/// written when it does, or when it was put back, or when another one is there. A stick that fails delays the record, not
/// the repair.
final class RunLog: RunRecorder {
    /// What the first line says; it may be changed until a stick is found.
    var start: StartEvent
    /// Finds a stick again; without it there is none but the one that was given.
    var finder: StickFinder?
    /// Called with each stick that is found before the end, before anything is written to it.
    var didFind: ((LogStick) -> Void)?
    /// Called with each stick that takes the record before its end.
    var didOpen: ((LogStick) -> Void)?
    /// The stick that the record goes to.
    private(set) var stick: LogStick?
    /// Why there is no record on a stick, or no whole one; nil as long as all is well.
    var problem: String? { loss ?? delay }
    /// Whether the record goes to a stick as it grows.
    var isOpen: Bool { writer != nil }
    /// Whether no stick has failed to take what was recorded.
    var isSaved: Bool { delay == nil }
    /// The log's path relative to the stick.
    private(set) var path: String?

    private let screen: Screen
    private let drill: String?
    private let begin = UTCTime.now()
    /// What happened before the record's first line was fixed.
    private var early: [(event: LogEvent, time: UTCTime)] = []
    private var record: RunRecord?
    private var writer: RecoveryLogWriter?
    private var isFinding = false
    private var isEnded = false
    /// Why something will never be in the record.
    private var loss: String?
    /// Why a stick has not taken all of the record yet.
    private var delay: String?

    init(start: StartEvent, screen: Screen, drill: String?) {
        self.start = start
        self.screen = screen
        self.drill = drill
        screen.show(PlainText.render(.start(start)))
    }

    // MARK: Events

    func record(_ event: LogEvent) {
        screen.show(PlainText.render(event))
        add(event, at: .now())
        if case .end = event { isEnded = true }
        if record != nil {
            write()
            if !isSaved { findStick(withLabelled: true) }
        }
        if let drill, event.name == drill { kill(getpid(), SIGKILL) }
    }

    /// Says on the screen alone what is being done.
    func progress(_ text: String) { screen.show(text + "\n") }

    /// The hash of the record's last line. Nothing about its start can be changed any more.
    func seal() -> String? {
        if record == nil {
            do throws(RecoveryLogError) {
                record = try RunRecord(start, at: begin)
            } catch {
                loss = loss ?? error.message
            }
            let events = early
            early = []
            for (event, time) in events { add(event, at: time) }
        }
        return record?.hash.map { "\($0)" }
    }

    private func add(_ event: LogEvent, at time: UTCTime) {
        guard record != nil else {
            early.append((event, time))
            return
        }
        do throws(RecoveryLogError) {
            try record?.append(event, at: time)
        } catch {
            report(error.message)
            loss = loss ?? error.message
        }
    }

    // MARK: Sticks

    /// Goes on on a stick whose log partition is mounted at `root`, with everything that was recorded so far.
    func open(in root: String) {
        _ = seal()
        guard let record else { return }
        do throws(RecoveryLogError) {
            let writer = try RecoveryLogWriter(root: root, record: record)
            self.writer = writer
            path = record.path
            CurrentLog.remember(writer.path)
            let before = delay
            delay = nil
            if let before, let stick {
                note(.stickFound, "the record goes on here; before: \(before)", stick)
                write()
            }
        } catch {
            fail(error, .stickUnusable)
        }
    }

    /// Tells that there is no stick to write to.
    func giveUp(_ reason: String) {
        guard writer == nil else { return }
        _ = seal()
        report(reason)
        delay = reason
        note(.noStick, reason, nil)
    }

    /// Looks for a stick that was not tried since it appeared, and brings the record to it: the first one of the run, one
    /// that was put back, or another one.
    ///
    /// - Parameter withLabelled: whether one does that is not of this image.
    func findStick(withLabelled: Bool) {
        // What is found may be told, and so lead here again.
        guard !isFinding else { return }
        isFinding = true
        defer { isFinding = false }
        while writer == nil, let device = finder?.next(withLabelled: withLabelled) {
            do throws(LinuxError) {
                let stick = try LogStick(device: device)
                if !isEnded { didFind?(stick) }
                if let protection = stick.writeProtection { throw protection }
                self.stick = stick
                open(in: stick.root)
                if writer != nil, !isEnded { didOpen?(stick) }
            } catch {
                giveUp(error.message)
            }
        }
    }

    /// Lets the stick go: it may be pulled.
    ///
    /// - Returns: whether it was unmounted, as it should.
    @discardableResult
    func close() -> Bool {
        writer = nil
        defer { stick = nil }
        return stick?.unmount() ?? true
    }

    private func write() {
        guard let writer, let record else { return }
        do throws(RecoveryLogError) {
            try writer.write(record)
            delay = nil
        } catch {
            fail(error, .stickLost)
        }
    }

    /// A stick that is full may have room later; one that fails otherwise is gone or dying, and is let go.
    private func fail(_ error: RecoveryLogError, _ code: NoteCode) {
        report(error.message)
        let number = (error.cause as? SystemCallError)?.number
        switch number {
        case ENOSPC: delay = "the stick is full"
        case EROFS: delay = "the stick is write-protected"
        default: delay = "the stick is gone or failing"
        }
        guard let stick, writer == nil || number != ENOSPC else { return }
        note(code, error.message, stick)
        release()
    }

    /// Says in the record alone what became of it; nothing follows its end.
    private func note(_ code: NoteCode, _ message: String, _ stick: LogStick?) {
        guard !isEnded else { return }
        add(.note(NoteEvent(code: code, message: message, device: stick?.device.path)), at: .now())
    }

    private func release() {
        writer = nil
        stick?.release()
        stick = nil
    }

    private func report(_ reason: String) {
        if problem == nil { screen.show("Log: \(reason)\n") }
    }
}
