internal import ArgumentParser
internal import Diagnostics
internal import Foundation
internal import RecoveryKeys
internal import Secrets

/// `unloop keys seal`: one sealed file of many files of keys.
struct KeysSealCommand: UnloopSubcommand {
    static let verb = Verb.keysSeal
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Put keys into one file that a passphrase opens.",
        discussion: verb.help(
            """
            The file is in the age format (age-encryption.org/v1) with a passphrase: "age -d" opens it. Inside is a table in \
            UTF-8 with the columns id, key, startup-key, passphrase, name, serial, device, volume and created. Copy it to the \
            folder keys of the partition UNLOOP-LOG; the machine asks for its passphrase once.
            """,
            examples: """
                  unloop keys seal export.json ad.csv --output unloop.keys
                  unloop keys seal export.json --only machines.csv
                """))

    @Argument(help: "Files, folders, zip archives, or - for standard input.", completion: .file())
    var files: [String]

    @Option(help: ArgumentHelp("The sealed file to make. It must not exist yet.", valueName: "file"))
    var output = "unloop.keys"

    @Option(
        help: ArgumentHelp(
            "Only keys of these machines: a list of names, or a table with names, serial numbers or device identifiers.",
            valueName: "file"),
        completion: .file())
    var only: String?

    @OptionGroup var columns: ColumnOptions
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
        let target = SealedKeyFile(path: output, console: common.console)
        try target.requireAbsence()
        // The source's passphrase and the new one are two: only the new one comes from the option.
        var collection = KeyCollection(
            columns: columns.columns.columns, passphrase: .terminal, console: common.console)
        try collection.read(files)
        try collection.refuseUnreadable()
        var entries = collection.ring.entries
        if let only {
            var list = try KeySources.content(of: only)
            defer { list.wipe() }
            let machines = MachineList(list)
            entries = entries.filter { machines.contains($0.facts) }
            collection.note(machines.namesWithoutKey(in: entries).map { "\($0): no key found for this machine" })
        }
        try target.write(entries, passphrase: passphrase.source.newPassphrase(for: output), isNew: true)
        target.report(entries)
        try collection.finish()
    }
}
