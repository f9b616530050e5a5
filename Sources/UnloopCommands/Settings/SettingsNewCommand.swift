internal import ArgumentParser
internal import RunSettings

/// `unloop settings new`: a file with every setting, its default and a comment.
struct SettingsNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Print a file of settings that says the defaults, with a comment on each.",
        discussion: """
            It is the file that every stick comes with. Its lines end with CR LF, so that any editor shows them.

            EXAMPLES
              unloop settings new > unloop.yaml
            """)

    func run() { print(SettingsFile.template, terminator: "") }
}
