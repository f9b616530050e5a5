internal import LinuxSystem
internal import RunSettings

/// What the kernel command line says to the program itself, besides the settings of a run (`RunSettings`).
struct AgentSettings: Equatable {
    /// `unloop.mode`: what the program does. A word that is not known is a repair that only looks, as `look` is: that is
    /// for `RunSettings` to know.
    enum Mode: String { case repair, look, shell, disk }
    /// `unloop.from`: what the machine was started from, as the boot menu knows it.
    enum Medium: String, CaseIterable { case stick, cd, network }

    var mode = Mode.repair
    /// Nil where the boot menu did not say.
    var medium: Medium?
    /// `unloop.drill`: the agent ends itself by SIGKILL after recording an event of this name, so that what follows can
    /// be rehearsed.
    var drill: String?
    /// What was on the command line for Unloop, as the log has it.
    var given: [String] = []
    /// What was not understood, in words for a person.
    var problems: [String] = []

    init(commandLine: [String: String]) {
        mode = commandLine["unloop.mode"].flatMap(Mode.init(rawValue:)) ?? .repair
        drill = commandLine["unloop.drill"]
        if let from = commandLine["unloop.from"] {
            medium = Medium(rawValue: from)
            if medium == nil {
                let choices = Medium.allCases.map(\.rawValue).joined(separator: ", ")
                problems.append("unloop.from=\(from) is not understood; it can be one of \(choices)")
            }
        }
        given = commandLine.filter { $0.key.hasPrefix("unloop.") }.map { "\($0.key)=\($0.value)" }.sorted()
    }
}

extension KernelCommandLine {
    /// The words of the running kernel.
    static func read() -> [String: String] {
        parse((try? OpenFile.open("/proc/cmdline").readAll(limit: 64 << 10)) ?? [])
    }
}
