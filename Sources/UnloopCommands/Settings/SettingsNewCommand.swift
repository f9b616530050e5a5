internal import ArgumentParser
internal import RunSettings

/// `unloop settings new`: a file with every setting, its default and a comment.
struct SettingsNewCommand: UnloopSubcommand {
    static let verb = Verb.settingsNew
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Print a file of settings with all defaults, and a comment on each.",
        discussion: verb.help(
            "This is the file that comes with every stick. Its lines end with CR LF, so that every editor shows them.",
            examples: """
                  unloop settings new > unloop.yaml
                """))

    @OptionGroup var common: CommonOptions

    func run() { print(SettingsFile.template, terminator: "") }
}
