internal import ArgumentParser
internal import Diagnostics
internal import RecoveryKeys

/// `unloop keys check`: what can be read of files of keys.
struct KeysCheckCommand: UnloopSubcommand {
    static let verb = Verb.keysCheck
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Read files of keys, and list what is in them: without the keys, unless --reveal is given.",
        discussion: verb.help(
            """
            Prints the files with the number of their keys: those with a certain key ID, those with candidates for it, and \
            those without. Then what was taken for what, such as the columns of a table, and the keys: the key ID as Windows \
            shows it, the whole one, the computer, and where the key was found. Problems are named on standard error with file, row, and the group of digits \
            that fails; everything else counts.
            """,
            examples: """
                  unloop keys check export.json ad.csv
                  unloop keys check --columns id=Kennung,key=Schlüssel,name=1 liste.csv
                  unloop keys check --format json backup.zip
                """))

    @Argument(help: "Files, folders, zip archives, or - for standard input.", completion: .file())
    var files: [String]

    @OptionGroup var columns: ColumnOptions
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: KeyReportOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
        var collection = KeyCollection(
            columns: columns.columns.columns, passphrase: passphrase.source, console: common.console)
        try collection.read(files)
        try output.print(collection)
        try collection.finish()
    }
}
