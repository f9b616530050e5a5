internal import AgentScreen
internal import LinuxMachine
internal import RecoveryLog
internal import RepairEngine
internal import RunSettings
internal import Vocabulary

/// Makes all parts of a run obey the settings: those of the kernel command line, and those of the source as soon as there is
/// one.
final class RulesInForce {
    private(set) var rules: RunRules
    private let commandLine: [String: String]
    private let log: RunLog
    private let engine: RepairEngine
    private let screen: Screen
    private var areRecorded = false
    private var otherSticks: [String] = []
    /// Log partitions that cannot be read as they are.
    private var unread: [UnreadableStick] = []

    init(
        _ rules: RunRules, commandLine: [String: String], log: RunLog, engine: RepairEngine, screen: Screen
    ) {
        self.rules = rules
        self.commandLine = commandLine
        self.log = log
        self.engine = engine
        self.screen = screen
    }

    /// The settings.
    var settings: RunSettings { rules.settings }

    /// What the last page says about mistakes in the settings: the lines about them have scrolled away by then.
    var remarks: [String] {
        let shown = rules.problems.prefix(3)
        let more = rules.problems.count - shown.count
        return otherSticks + shown + (more > 0 ? ["\(more) more mistakes in the settings; the log lists them"] : [])
    }

    /// Takes over what a source says, before the record's first line is written.
    ///
    /// A source that comes while work goes on applies to what is still to come. Its remedies are not taken then: nobody
    /// could say any more what was looked for.
    func read(from source: some SettingsSource) {
        let found = RunRules.read(commandLine: commandLine, source: source)
        if engine.hasBegun, found.remedies != rules.remedies {
            let message =
                "the stick came after work had begun, so its choice of remedies was not used; start again to use it"
            log.record(.note(NoteEvent(code: .lateSettings, message: message)))
        }
        rules = unread.reduce(found) { $0.stricter(with: RunRules.read(commandLine: commandLine, source: $1)) }
        obey()
        recordNotes()
    }

    /// Takes over what another stick of the same image says, where it is stricter: nobody can say whose settings were meant.
    ///
    /// - Parameters:
    ///   - device: Its log partition.
    ///   - isBeside: Whether the first stick is still there. If not, this may be the same one, put back: then only a
    ///     difference is mentioned.
    func tighten(by source: some SettingsSource, on device: String, isBeside: Bool) {
        let stricter = rules.stricter(with: RunRules.read(commandLine: commandLine, source: source))
        guard isBeside || stricter != rules else { return }
        rules = stricter
        let message =
            "\(device) is another stick of the same image; where settings differ, the one that does less holds"
        otherSticks.append(message)
        log.record(.note(NoteEvent(code: .severalSticks, message: message, device: device)))
        obey()
        log.record(.note(rules.summary))
    }

    /// What to do next where a log partition was formatted anew, before what the outcome calls for.
    static func advice(besideForeignStick next: String, _ code: ReasonCode) -> String {
        let name = StickName.logPartition
        let first =
            "Collect what logs can still be read from \(name) (unloop log collect). Then format it as FAT32 with that name, or "
            + "write the stick again, and start it again."
        return code == .lookOnly ? first : "\(first) \(next)"
    }

    /// Takes into account a log partition that cannot be read as it is: what its settings forbid is not known.
    ///
    /// - Parameter format: What it is now.
    func tighten(byForeign format: String, on device: String) {
        let name = StickName.logPartition
        let message =
            "\(name) (\(device)) is \(format), not FAT32: its settings and keys were not read, and it takes no log. Collect "
            + "what logs can still be read from it, then format it as FAT32 with that name, or write the stick again"
        log.record(.note(NoteEvent(code: .stickUnusable, message: message, device: device)))
        let source = UnreadableStick(reason: message)
        unread.append(source)
        rules = rules.stricter(with: RunRules.read(commandLine: commandLine, source: source))
        obey()
        log.record(.note(rules.summary))
    }

    /// Done before work begins at the latest: a run without a source records its settings too.
    func begin() {
        guard !areRecorded else { return }
        obey()
        recordNotes()
    }

    private func obey() {
        log.start = log.start.described(by: settings)
        engine.settings = RepairSettings(settings)
        if !engine.hasBegun { engine.remedies = rules.remedies }
        screen.obey(settings)
        if let problem = KeyboardLayouts.use(rules.keyboard, on: screen.consoles.first(where: \.isScreen)) {
            log.record(.note(NoteEvent(code: .keyboard, message: problem)))
        }
    }

    private func recordNotes() {
        areRecorded = true
        for note in rules.notes { log.record(.note(note)) }
    }
}

extension StartEvent {
    /// The same start under the settings that hold.
    fileprivate func described(by settings: RunSettings) -> StartEvent {
        StartEvent(
            run: run, image: image, version: version, settings, machine: machine, given: self.settings)
    }

    /// The start of a run under settings.
    ///
    /// - Parameter given: The `unloop.` words of the kernel command line.
    init(
        run: String, image: String, version: String, _ settings: RunSettings, machine: MachineIdentity, given: [String]
    ) {
        let label = settings.label.value
        self.init(
            run: run, image: image, version: version, mode: settings.lookOnly.value ? .look : .repair,
            label: label.isEmpty ? nil : label, machine: machine, settings: given)
    }
}
