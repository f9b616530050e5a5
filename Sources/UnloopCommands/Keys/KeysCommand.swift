internal import ArgumentParser

/// `unloop keys`: recovery keys for the stick.
struct KeysCommand: ParsableCommand {
    /// Help, and the verbs.
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Check recovery keys, and seal them for the stick.",
        discussion: """
            Keys are read in every form in which administrators have them: Microsoft Graph's JSON, tables from Active Directory, \
            Entra, Intune and Configuration Manager, what manage-bde prints in any language, Windows' own backup files, \
            startup keys (.BEK), files sealed with "unloop keys seal" or "age -p", and folders and zip archives of those. \
            The form is recognised by the content; names and extensions do not matter.

            EXAMPLES
              unloop keys check export.json ad.csv backup/
              unloop keys seal export.json ad.csv --output unloop.keys
              unloop keys add unloop.keys more.csv
              unloop keys list unloop.keys
            """,
        subcommands: [KeysCheckCommand.self, KeysSealCommand.self, KeysAddCommand.self, KeysListCommand.self])
}
