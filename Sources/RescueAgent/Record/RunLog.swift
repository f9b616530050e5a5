internal import AgentScreen
internal import Diagnostics
internal import Glibc
internal import RecoveryLog
internal import RepairEngine
internal import Signatures
internal import Timestamps
internal import Vocabulary

/// The record of this run: whole in memory, on the screen, and in sinks as far as there are any.
///
/// What happens before a sink has a medium is written there first, and what a sink would not take is written when it does.
final class RunLog: RunRecorder {
    /// What the first line says; it may be changed until a sink takes the record.
    var start: StartEvent
    /// Why the record is not whole, or in no sink whole; nil as long as all is well.
    var problem: String? { loss ?? (isSaved ? nil : sinks.compactMap(\.delay).joined(separator: "; ")) }
    /// Whether a sink takes the record as it grows.
    var isOpen: Bool { sinks.contains { $0.isOpen } }
    /// Whether a sink lacks nothing of what it was given.
    var isSaved: Bool { sinks.isEmpty || sinks.contains { $0.delay == nil } }
    /// Where a person finds the record; nil before it is anywhere.
    var place: String? {
        let places = sinks.compactMap(\.place)
        return places.isEmpty ? nil : places.joined(separator: ", ")
    }
    private(set) var isEnded = false

    private let screen: Screen
    private let sinks: [any RecordSink]
    private let drill: String?
    private let begin: UTCTime
    /// What happened before the record's first line was fixed.
    private var early: [(event: LogEvent, time: UTCTime)] = []
    private var record: RunRecord?
    /// Why something will never be in the record.
    private var loss: String?

    /// A record without events.
    ///
    /// - Parameters:
    ///   - sinks: Where it goes; the first is asked first.
    ///   - drill: The event after which the program ends itself, to rehearse a crash.
    ///   - begin: When the run began.
    init(start: StartEvent, screen: Screen, sinks: [any RecordSink], drill: String?, begin: UTCTime = .now()) {
        self.start = start
        self.screen = screen
        self.sinks = sinks
        self.drill = drill
        self.begin = begin
    }

    // MARK: Events

    /// Shows the run's first line.
    func showStart() { screen.show(PlainText.render(.start(start))) }

    func record(_ event: LogEvent) {
        screen.show(PlainText.render(event))
        add(event, at: .now())
        if case .end = event { isEnded = true }
        if record != nil {
            for sink in sinks {
                sink.take(from: self)
                if sink.delay != nil { sink.seek(.all, for: self) }
            }
        }
        if let drill, event.name == drill { kill(getpid(), SIGKILL) }
    }

    /// Says on the screen alone what is being done.
    func progress(_ text: String) { screen.show(text + "\n") }

    /// The hash of the record's last line. Nothing about its start can be changed any more.
    func seal() -> String? { sealed()?.hash.map { "\($0)" } }

    /// Signs the record behind the run's end. Nothing about its start can be changed any more.
    func sign(with key: SigningKey) {
        guard let hash = sealed()?.hash else { return }
        do throws(SignatureError) {
            record(.signature(try SignatureEvent(of: start.run, after: hash, by: key)))
        } catch {
            show(failure: error.message)
        }
    }

    private func add(_ event: LogEvent, at time: UTCTime) {
        guard record != nil else {
            early.append((event, time))
            return
        }
        do throws(RecoveryLogError) {
            try record?.append(event, at: time)
        } catch {
            show(failure: error.message)
            loss = loss ?? error.message
        }
    }

    // MARK: Sinks

    /// Has the sinks look for media that were not tried yet: the first of the run, one that was put back, or another one.
    func seek(_ search: RecordSearch) {
        for sink in sinks where !sink.isOpen { sink.seek(search, for: self) }
    }

    /// Every medium may be tried once more.
    func forgetFailures() { sinks.forEach { $0.forgetFailures() } }

    /// Lets the media go: a stick may be pulled.
    ///
    /// - Returns: Whether all were released in order.
    @discardableResult
    func close() -> Bool { sinks.map { $0.close() }.allSatisfy { $0 } }
}

extension RunLog: RecordKeeper {
    func sealed() -> RunRecord? {
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
        return record
    }

    func note(_ code: NoteCode, _ message: String, device: String?) {
        guard !isEnded else { return }
        add(.note(NoteEvent(code: code, message: message, device: device)), at: .now())
    }

    func show(failure: String) {
        if problem == nil { screen.show("Log: \(failure)\n") }
    }
}
