internal import ArgumentParser
internal import Diagnostics
internal import RecoveryKeys

/// `unloop keys check`: what can be read of files of keys.
struct KeysCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read files of keys, and print what is in them: never a key, unless --reveal is given.",
        discussion: """
            Prints the files with the number of their keys, then the keys: the identifier as Windows shows it, the whole one, \
            the computer, and where the key stands. What is wrong is named on standard error with file, row, and the group of \
            digits that fails; all else counts.

            EXAMPLES
              unloop keys check export.json ad.csv
              unloop keys check --columns id=Kennung,key=Schlüssel,name=1 liste.csv
              unloop keys check --format json backup.zip

            EXIT CODES
              0   all is well
              1   a file cannot be read, or there is no key at all
              2   there are keys, and problems that are named on standard error
              64  the command line cannot be understood
            """)

    @Argument(help: "Files, folders, zip archives, or - for standard input.", completion: .file())
    var files: [String]

    @OptionGroup var columns: ColumnOptions
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: KeyReportOptions

    func run() throws {
        try KeyCommandError.reported {
            var collection = KeyCollection(columns: columns.columns.columns, passphrase: passphrase.source)
            try collection.read(files)
            try output.print(collection)
            try collection.exit()
        }
    }
}
