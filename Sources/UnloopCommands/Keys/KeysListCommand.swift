internal import ArgumentParser
internal import Diagnostics
internal import RecoveryKeys

/// `unloop keys list`: what is in a sealed file.
struct KeysListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Print what is in a sealed file: never a key, unless --reveal is given.",
        discussion: """
            EXAMPLES
              unloop keys list unloop.keys
              unloop keys list unloop.keys --format json --passphrase-file secret.txt

            EXIT CODES
              0   the file was opened
              1   it cannot be read, or the passphrase does not open it
              2   there are keys in it, and problems that are named on standard error
              64  the command line cannot be understood
            """)

    @Argument(help: "The sealed file.", completion: .file())
    var sealed: String

    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: KeyReportOptions

    func run() throws {
        try KeyCommandError.reported {
            var collection = KeyCollection(columns: [:], passphrase: passphrase.source)
            try collection.readSealed(sealed)
            try output.print(collection)
            try collection.exit()
        }
    }
}
