internal import ArgumentParser

/// `unloop settings`: what a stick may do at the machines.
struct SettingsCommand: ParsableCommand {
    /// Help, and the verbs.
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Check the settings of sticks, and make a file of them.",
        discussion: """
            unloop.yaml on UNLOOP-LOG says what a stick may do. Every stick comes with one that has a comment on each setting.

            EXAMPLES
              unloop settings new > unloop.yaml
              unloop settings check unloop.yaml
              unloop settings check --summary --boot "unloop.ask=never" /media/UNLOOP-LOG/unloop.yaml
            """,
        subcommands: [SettingsCheckCommand.self, SettingsNewCommand.self])
}
