internal import LinuxSystem
internal import RecoveryLog
internal import RepairEngine
internal import RunSettings
internal import Vocabulary

/// Makes all parts of a run obey the settings: those of the kernel command line, and those of the stick as soon as it is
/// there.
final class RulesInForce {
    private(set) var rules: RunRules
    private let commandLine: [String: String]
    private let log: RunLog
    private let engine: RepairEngine
    private let devices: MachineDevices
    private let screen: Screen
    private var areTold = false

    init(
        _ rules: RunRules, commandLine: [String: String], log: RunLog, engine: RepairEngine, devices: MachineDevices,
        screen: Screen
    ) {
        self.rules = rules
        self.commandLine = commandLine
        self.log = log
        self.engine = engine
        self.devices = devices
        self.screen = screen
    }

    /// The settings.
    var settings: RunSettings { rules.settings }

    /// What the last page says about mistakes in the settings: the screen that told them has scrolled on by then.
    var remarks: [String] {
        let told = rules.problems.prefix(3)
        let more = rules.problems.count - told.count
        return told + (more > 0 ? ["\(more) more mistakes in the settings; the log names them"] : [])
    }

    /// Takes over what a mounted stick says, before the record's first line is written there.
    ///
    /// A stick that comes while work goes on is obeyed in what is still to come. Other remedies are not taken then: nobody
    /// could say any more what was looked for.
    func read(stick root: String) {
        let found = RunRules(commandLine: commandLine, stick: root)
        if engine.hasBegun, found.remedies != rules.remedies {
            let message = "the stick came after work had begun: its choice of remedies was not used. Start again"
            log.record(.note(NoteEvent(code: .lateSettings, message: message)))
        }
        rules = found
        obey()
        tell()
    }

    /// What is done at the latest before work begins: also a run without a stick says what holds for it.
    func begin() {
        guard !areTold else { return }
        obey()
        tell()
    }

    private func obey() {
        log.start = log.start.described(by: settings)
        engine.settings = RepairSettings(settings)
        if !engine.hasBegun { engine.remedies = rules.remedies }
        devices.overridesDirty = settings.dirty.value == .override
        screen.obey(settings)
        if let problem = KeyboardLayouts.use(rules.keyboard, on: screen.consoles.first(where: \.isScreen)) {
            log.record(.note(NoteEvent(code: .keyboard, message: problem)))
        }
    }

    private func tell() {
        areTold = true
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
