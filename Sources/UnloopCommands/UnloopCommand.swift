public import ArgumentParser

/// The command line of Unloop.
public struct UnloopCommand: ParsableCommand {
    /// Help, and the commands.
    public static let configuration = CommandConfiguration(
        commandName: "unloop",
        abstract: "Gets Windows machines out of a boot loop.",
        discussion: """
            EXAMPLES
              unloop build                     make the rescue image: stick, ISO and network tree, in build/
              unloop build --format usb        make the image for a stick only
              unloop write                     list the disks that could become sticks
              unloop write /dev/sdb --label "Ward 7"   write and verify a stick
              unloop keys seal export.json ad.csv   recovery keys for the stick, in unloop.keys
              unloop settings check unloop.yaml     what a stick makes of its settings
              unloop log show /media/UNLOOP-LOG     what was done at which machine

            EXIT CODES
              0   done
              1   failed; the message names what is wrong and what to do
              64  the command line cannot be understood
            """,
        subcommands: [
            BuildCommand.self, WriteCommand.self, KeysCommand.self, SettingsCommand.self, LogCommand.self,
        ])

    /// Made by the argument parser.
    public init() {}

    /// Runs what this process's arguments ask for, and ends the process with the exit code.
    public static func runProcess() { main() }
}
