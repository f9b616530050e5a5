internal import ArgumentParser
internal import Diagnostics
internal import Foundation
internal import OfflineRepair
internal import RecoveryKeys
internal import Remedy
internal import Secrets
internal import Vocabulary

/// `unloop repair`.
struct RepairCommand: UnloopSubcommand {
    static let verb = Verb.repair
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Repair the disks of machines that are not started.",
        discussion: verb.help(
            """
            A disk is a whole disk such as /dev/sdc, or an image: raw, VHD, VHDX, VMDK, qcow2 or VDI. For each machine the \
            rescue image runs in a virtual machine of its own (QEMU), without network. It works on an overlay in memory. \
            Only when its record proves the repair are the changes written to the disk, behind an undo file; interrupted, \
            run the same command again. Any other outcome leaves the disk as it is, to the bit.

            Without --group each disk is a machine, named after its file. With it, the disks behind a name are those of one \
            machine, up to the next --group.
            """,
            examples: """
                  unloop repair web01.vhdx
                  unloop repair --keys unloop.keys --log records /dev/nvme2n1
                  unloop repair --jobs 4 --group web01 c.vmdk d.vmdk --group web02 c2.vmdk
                  unloop repair --look-only *.qcow2          what would be done; nothing is written
                """))

    @Argument(help: ArgumentHelp("Disks: whole disks, or images of disks.", valueName: "disk"), completion: .file())
    var disks: [String] = []

    @Option(
        help: ArgumentHelp(
            "The name of a machine; the disks behind it are its own. Once for each machine.", valueName: "name"))
    var group: [String] = []

    @Option(
        help: ArgumentHelp("Recovery keys, in any form that a stick takes; once for each file.", valueName: "file"),
        completion: .file())
    var keys: [String] = []

    @Option(
        help: ArgumentHelp("A remedy; once for each file. Then only these are used.", valueName: "file"),
        completion: .file())
    var remedy: [String] = []

    @Option(
        help: ArgumentHelp("The folder of the records, with a folder for each machine.", valueName: "folder"),
        completion: .directory)
    var log = "unloop-records"

    @Option(
        help: ArgumentHelp("The image that runs: a folder that unloop build made.", valueName: "folder"),
        completion: .directory)
    var image = "build/pxe"

    @Option(help: ArgumentHelp("How many machines at once.", valueName: "number"))
    var jobs = 1

    @Flag(help: "Write nothing, whatever is found.")
    var lookOnly = false

    @Option(help: ArgumentHelp("End a virtual machine that takes longer.", valueName: "seconds"))
    var limit = 1800

    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if !(1...64).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 64") }
        if !(1...86_400).contains(limit) { throw ValidationError("--limit takes a number from 1 to 86400") }
        if disks.allSatisfy({ RepairGroups.name(of: $0) != nil }) { throw ValidationError("no disk named") }
    }

    func run() throws {
        let console = common.console
        let machines = try RepairGroups.machines(disks, groups: group)
        var options = RepairOptions(image: try ApplianceImage(folder: image), folder: log)
        options.looksOnly = lookOnly
        options.limit = limit
        options.remedies = try remedy.map { path in
            let content = try CommandFile.content(of: path, limit: Limit.remedy)
            _ = try Remedy.parse(content, file: path)
            return ((path as NSString).lastPathComponent, content)
        }
        var table = try keyTable(console)
        defer { table.wipe() }
        let monitor = RepairMonitor(machines.map(\.name), console)
        Interruption.begin()
        let reports = OfflineRepair.run(
            machines, keys: table, options: options, jobs: jobs, mayGoOn: { !Interruption.isPending },
            onProgress: { monitor.show($1, of: $0) })
        Interruption.end()
        let summary = RepairSummary(reports)
        try output.print(table: summary.table(), json: try summary.json())
        if let status = summary.status { throw status }
    }

    /// All keys, opened, as the appliance reads them. A source that cannot be read must not pass for one without keys.
    private func keyTable(_ console: Console) throws -> [UInt8] {
        guard !keys.isEmpty else { return [] }
        var collection = KeyCollection(passphrase: passphrase.source, console: console)
        try collection.read(keys)
        try collection.refuseUnreadable()
        return KeyTable.encode(collection.ring.entries)
    }
}
