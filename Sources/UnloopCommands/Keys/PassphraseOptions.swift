internal import ArgumentParser

/// `--passphrase-file`. A passphrase never comes from an argument or the environment, which other users can read.
struct PassphraseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read the passphrase from the first line of a file, or - for standard input. (default: ask on the terminal)",
            valueName: "file"),
        completion: .file())
    var passphraseFile: String?

    var source: PassphraseSource { passphraseFile.map(PassphraseSource.file) ?? .terminal }
}
