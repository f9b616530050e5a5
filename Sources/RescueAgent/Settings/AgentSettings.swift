internal import LinuxSystem
internal import RunSettings
internal import Vocabulary

/// What the kernel command line says to the program itself, besides the settings of a run (`RunSettings`).
struct AgentSettings: Equatable {
    var mode = RunMode.repair
    /// Nil where the boot menu does not say.
    var medium: BootMedium?
    /// `unloop.drill`: the agent ends itself by SIGKILL after recording an event of this name, so that what follows can
    /// be rehearsed.
    var drill: String?
    /// The GUID of the partition that takes the record, in lower case, where the command line names one. What is not a GUID
    /// names none that there is: then no partition is written.
    var logPartition: String?
    /// How many disks the machine has; nil where the command line does not say.
    var disks: Int?
    /// What was on the command line for Unloop, as the log has it.
    var given: [String] = []
    /// What was not understood, in words for a person.
    var problems: [String] = []

    init(commandLine: [String: String]) {
        mode = commandLine[KernelWord.mode.full].flatMap(RunMode.init(rawValue:)) ?? .repair
        drill = commandLine[KernelWord.drill.full]
        if let from = commandLine[KernelWord.from.full] {
            medium = BootMedium(rawValue: from)
            if medium == nil {
                let choices = BootMedium.allCases.map(\.rawValue).joined(separator: ", ")
                problems.append("\(KernelWord.from(from)): unknown medium; use one of \(choices)")
            }
        }
        logPartition = commandLine[KernelWord.log.full]?.lowercased()
        if let number = commandLine[KernelWord.disks.full] {
            disks = Int(number).flatMap { (1...1000).contains($0) ? $0 : nil }
            if disks == nil {
                problems.append("\(KernelWord.disks(number)): not understood; write a number from 1 to 1000")
            }
        }
        given = commandLine.filter { $0.key.hasPrefix(KernelWord.prefix) }.map { "\($0.key)=\($0.value)" }.sorted()
    }
}

extension KernelCommandLine {
    /// The words of the running kernel.
    static func read() -> [String: String] {
        parse((try? OpenFile.open("/proc/cmdline").readAll(limit: 64 << 10)) ?? [])
    }
}
