internal import ArgumentParser
internal import Diagnostics
internal import RecoveryKeys

/// `unloop keys list`: what is in a sealed file.
struct KeysListCommand: UnloopSubcommand {
    static let verb = Verb.keysList
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "List what is in a sealed file: without the keys, unless --reveal is given.",
        discussion: verb.help(
            examples: """
                  unloop keys list unloop.keys
                  unloop keys list unloop.keys --format json --passphrase-file secret.txt
                """))

    @Argument(help: "The sealed file.", completion: .file())
    var sealed: String

    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: KeyReportOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
        var collection = KeyCollection(passphrase: passphrase.source, console: common.console)
        try collection.readSealed(sealed)
        try output.print(collection)
        try collection.finish()
    }
}
