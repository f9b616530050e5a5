internal import ArgumentParser
internal import Diagnostics
internal import RecoveryKeys

/// `unloop keys add`: more keys for a sealed file.
struct KeysAddCommand: UnloopSubcommand {
    static let verb = Verb.keysAdd
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Add keys to a sealed file.",
        discussion: verb.help(
            """
            The passphrase stays the same. The file is replaced once the new one is written; keys that it has already count once.
            """,
            examples: """
                  unloop keys add unloop.keys more.csv
                """))

    @Argument(help: "The sealed file.", completion: .file())
    var sealed: String

    @Argument(help: "Files, folders, zip archives, or - for standard input.", completion: .file())
    var files: [String]

    @OptionGroup var columns: ColumnOptions
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
        var target = SealedKeyFile(path: sealed, console: common.console)
        // Before it is read: keys that another command is adding count as well.
        try target.hold()
        var collection = KeyCollection(
            columns: columns.columns.columns, passphrase: passphrase.source, console: common.console)
        let opened = try collection.readSealed(sealed)
        collection.passphrase = .terminal
        try collection.read(files)
        try collection.refuseUnreadable()
        try target.write(collection.ring.entries, passphrase: opened, isNew: false)
        target.report(collection.ring.entries)
        try collection.finish()
    }
}
