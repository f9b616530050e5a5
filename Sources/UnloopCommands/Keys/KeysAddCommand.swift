internal import ArgumentParser
internal import Diagnostics
internal import RecoveryKeys

/// `unloop keys add`: more keys for a sealed file.
struct KeysAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add keys to a sealed file.",
        discussion: """
            The passphrase stays the same. The file is replaced only when the new one is written; keys that it has already \
            count once.

            EXAMPLES
              unloop keys add unloop.keys more.csv

            EXIT CODES
              0   added
              1   nothing was changed: a file cannot be read, there is no key, or the passphrase does not open the file
              2   added, without what is named on standard error
              64  the command line cannot be understood
            """)

    @Argument(help: "The sealed file.", completion: .file())
    var sealed: String

    @Argument(help: "Files, folders, zip archives, or - for standard input.", completion: .file())
    var files: [String]

    @OptionGroup var columns: ColumnOptions
    @OptionGroup var passphrase: PassphraseOptions

    func run() throws {
        try KeyCommandError.reported {
            let target = SealedKeyFile(path: sealed)
            var collection = KeyCollection(columns: columns.columns.columns, passphrase: passphrase.source)
            let opened = try collection.readSealed(sealed)
            collection.passphrase = .terminal
            try collection.read(files)
            try collection.refuseUnreadable()
            try target.write(collection.ring.entries, passphrase: opened)
            target.report(collection.ring.entries)
            try collection.exit()
        }
    }
}
