internal import Diagnostics
internal import Glibc
internal import LinuxSystem
internal import RecoveryLog
internal import Vocabulary

/// The log partition of a stick as a sink of the record: the first stick of the run, the same one put back, or another one.
///
/// A stick that is full keeps what it has and is tried again with every event; one that fails otherwise is gone or dying, and
/// is let go.
final class StickSink: RecordSink {
    /// Called with each stick that is found before the run's end, before anything is written to it.
    var didFind: ((LogStick) -> Void)?
    /// Called with each stick that takes the record before the run's end.
    var didOpen: ((LogStick) -> Void)?
    private(set) var durableBytes = 0
    private(set) var delay: String?
    /// The log's path relative to the stick.
    private(set) var place: String?
    var isOpen: Bool { writer != nil }

    private let finder: StickFinder?
    private var stick: LogStick?
    private var writer: RecoveryLogWriter?
    private var isSeeking = false

    /// - Parameter finder: Finds sticks; without it there is only the one that is given to `open`.
    init(finder: StickFinder? = nil) { self.finder = finder }

    func take(from keeper: any RecordKeeper) {
        guard let writer, let record = keeper.sealed() else { return }
        do throws(RecoveryLogError) {
            try writer.write(record)
            durableBytes = record.log.count
            delay = nil
        } catch {
            fail(error, .stickLost, keeper)
        }
    }

    func seek(_ search: RecordSearch, for keeper: any RecordKeeper) {
        // What is found may be recorded, and so lead here again.
        guard !isSeeking else { return }
        isSeeking = true
        defer { isSeeking = false }
        while writer == nil, let device = finder?.next(search) {
            do throws(LinuxError) {
                let stick = try LogStick.mount(device)
                if !keeper.isEnded { didFind?(stick) }
                if let protection = stick.writeProtection { throw protection }
                self.stick = stick
                open(in: stick.root, for: keeper)
                if writer != nil, !keeper.isEnded { didOpen?(stick) }
            } catch {
                giveUp(error.message, for: keeper)
            }
        }
    }

    /// Goes on with the record, and all of it so far, on a stick whose log partition is mounted at `root`.
    func open(in root: String, for keeper: any RecordKeeper) {
        guard let record = keeper.sealed() else { return }
        do throws(RecoveryLogError) {
            let writer = try RecoveryLogWriter(root: root, record: record)
            self.writer = writer
            place = record.path
            durableBytes = record.log.count
            CurrentLog.remember(writer.path)
            let before = delay
            delay = nil
            if let before, let stick {
                keeper.note(.stickFound, "the log goes on here; before: \(before)", device: stick.device.path)
                take(from: keeper)
            }
        } catch {
            fail(error, .stickUnusable, keeper)
        }
    }

    /// Says that there is no stick to write to.
    func giveUp(_ reason: String, for keeper: any RecordKeeper) {
        guard writer == nil else { return }
        _ = keeper.sealed()
        keeper.show(failure: reason)
        delay = reason
        keeper.note(.noStick, reason, device: nil)
    }

    func forgetFailures() { finder?.forgetFailures() }

    @discardableResult
    func close() -> Bool {
        writer = nil
        defer { stick = nil }
        return stick?.unmount() ?? true
    }

    private func fail(_ error: RecoveryLogError, _ code: NoteCode, _ keeper: any RecordKeeper) {
        keeper.show(failure: error.message)
        let number = (error.cause as? SystemCallError)?.number
        switch number {
        case ENOSPC: delay = "the stick is full"
        case EROFS: delay = "the stick is write-protected"
        default: delay = "the stick is gone or failing"
        }
        guard let stick, writer == nil || number != ENOSPC else { return }
        keeper.note(code, error.message, device: stick.device.path)
        writer = nil
        stick.release()
        self.stick = nil
    }
}
