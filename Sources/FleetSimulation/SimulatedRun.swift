public import RecoveryLog
internal import RepairEngine
internal import RepairFakes
public import Timestamps
public import Vocabulary

/// A run at a machine: the engine works on volumes in memory, and its record is the log that the run leaves.
public struct SimulatedRun: Sendable {
    /// The machine.
    public let machine: SimulatedMachine
    /// What the run finds.
    public let ending: SimulatedEnding
    /// Whether the record was cut off before a volume was done.
    public let isCut: Bool
    /// When it begins, by the machine's clock.
    public let started: UTCTime
    /// The identifier of the run.
    public let run: String
    /// The site, as the label of the stick.
    public let label: String?
    /// How long it takes, in seconds.
    public let seconds: Int

    /// A run.
    public init(
        machine: SimulatedMachine, ending: SimulatedEnding, isCut: Bool = false, started: UTCTime, run: String,
        label: String?, seconds: Int
    ) {
        self.machine = machine
        self.ending = ending
        self.isCut = isCut
        self.started = started
        self.run = run
        self.label = label
        self.seconds = seconds
    }

    /// The outcome that the log must have; nil if it was cut off.
    public var outcome: Outcome? { isCut ? nil : ending.outcome }
    /// How many files the log says were removed.
    public var removed: Int { isCut ? 0 : ending.removedFiles }
    /// How many of them the log says are gone.
    public var verified: Int { isCut ? 0 : ending.verifiedFiles }
    /// How many recovery keys the run uses.
    public var usedKeys: Int { machine.hasBitLocker && ending.unlocks ? 1 : 0 }

    private var start: StartEvent {
        StartEvent(
            run: run, image: "5d1f3a0c2b4e6978", version: "1.0.0", mode: ending == .lookOnly ? .look : .repair,
            label: label, machine: machine.identity, settings: ["unloop.mode=repair"])
    }

    /// The path of the log on its stick.
    public func path() throws -> String { try RunRecord(start, at: started).path }

    /// The record of the run, as the agent would write it to its stick.
    public func record() throws -> RunRecord {
        let recorder = SimulatedRecorder(
            try RunRecord(start, at: started), at: started, cutsOff: isCut)
        let disk = SimulatedDisk(machine, ending)
        recorder.record(.disk(SimulatedDisk.stick))
        if let event = disk.event { recorder.record(.disk(event)) }
        let engine = RepairEngine(
            remedies: [try remedy()], settings: disk.settings, recorder: recorder, quarantine: MemoryQuarantine())
        engine.unlocker = disk.unlocker
        for volume in disk.volumes { engine.look(at: volume) }
        engine.finish()
        let result = MachineResult(engine.results)
        recorder.record(
            .end(
                EndEvent(
                    outcome: result.outcome, code: result.code, reason: result.reason, next: result.next,
                    seconds: seconds)))
        return try recorder.finish()
    }
}

/// Puts the engine's events into a record, a moment apart.
private final class SimulatedRecorder: RunRecorder {
    private var record: RunRecord
    private var time: UTCTime
    private let cutsOff: Bool
    private var isCut = false
    private var error: (any Error)?

    init(_ record: RunRecord, at time: UTCTime, cutsOff: Bool) {
        self.record = record
        self.cutsOff = cutsOff
        self.time = time
    }

    func record(_ event: LogEvent) {
        if cutsOff, event.name == "volume-outcome" { isCut = true }
        guard !isCut else { return }
        time = UTCTime(milliseconds: time.milliseconds + 700)
        do {
            try record.append(event, at: time)
        } catch {
            self.error = error
        }
    }

    func finish() throws -> RunRecord {
        if let error { throw error }
        return record
    }
}
