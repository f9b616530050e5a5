internal import LinuxSystem
internal import RepairEngine

/// What the kernel command line says about a run. A value that is not understood is told, and leads to what does less: a
/// mistyped `look` must not become a repair.
struct AgentSettings: Equatable {
    /// `unloop.mode`: what the run does.
    enum Mode: String, CaseIterable { case repair, look, shell, disk }
    /// `unloop.then`: what comes after it.
    enum Then: String, CaseIterable { case wait, reboot, poweroff }
    /// `unloop.from`: what the machine was started from, as the boot menu knows it.
    enum Medium: String, CaseIterable { case stick, cd, network }

    var mode = Mode.repair
    var then = Then.wait
    /// Nil where the boot menu did not say.
    var medium: Medium?
    /// `unloop.dirty`: what is done about a dirty volume.
    var dirty = RepairSettings.DirtyPolicy.override
    /// `unloop.ask`: whether a person may be asked for keys.
    enum Ask: String, CaseIterable { case always, never }
    /// Nil where the command line does not say.
    var ask: Ask?
    /// `unloop.label`: a site or batch, which appears in the log.
    var label: String?
    /// `unloop.drill`: the agent ends itself by SIGKILL after recording an event of this name, so that what follows can
    /// be rehearsed.
    var drill: String?
    /// What was on the command line for Unloop, as the log has it.
    var given: [String] = []
    /// What was not understood, in words for a person.
    var problems: [String] = []

    init(commandLine: [String: String]) {
        for (key, value) in commandLine.sorted(by: { $0.key < $1.key }) where key.hasPrefix("unloop.") {
            given.append("\(key)=\(value)")
            switch key {
            case "unloop.mode": mode = known(value, of: key) ?? .look
            case "unloop.then": then = known(value, of: key) ?? then
            case "unloop.from": medium = known(value, of: key)
            case "unloop.dirty": dirty = known(value, of: key) ?? .refuse
            case "unloop.ask": ask = known(value, of: key) ?? .never
            case "unloop.label": label = value
            case "unloop.drill": drill = value
            default: problems.append("\(key) is not a setting of this image; it was ignored")
            }
        }
    }

    private mutating func known<Value: RawRepresentable & CaseIterable>(
        _ text: String, of key: String
    ) -> Value? where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        let choices = Value.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append("\(key)=\(text) is not understood; it can be one of \(choices)")
        return nil
    }
}
