internal import ArgumentParser
internal import OfflineRepair

/// `unloop undo`.
struct UndoCommand: UnloopSubcommand {
    static let verb = Verb.undo
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Put back every byte that unloop repair has written to a machine's disks.",
        discussion: verb.help(
            """
            Takes the folder of a machine's records, and takes back its last repair. The disks have to be as that left \
            them: once their machine was started, nothing is put back. Interrupted, run it again.
            """,
            examples: """
                  unloop undo records/web01
                """))

    @Argument(help: ArgumentHelp("The folder of a machine's records.", valueName: "folder"), completion: .directory)
    var folder: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        let disks = try OfflineRepair.undo(folder)
        if disks.isEmpty { common.console.note("\(folder): nothing left to put back") }
        for disk in disks { print(disk) }
    }
}
