public import ArgumentParser
internal import Foundation
internal import RescueImage
internal import Secrets
internal import Vocabulary

/// The command line of Unloop.
public struct UnloopCommand: ParsableCommand {
    /// Help, and the commands.
    public static let configuration = CommandConfiguration(
        commandName: "unloop",
        abstract: "Gets Windows machines out of a boot loop.",
        discussion: """
            EXAMPLES
              unloop build                          make the rescue image for stick, CD and network, in build/
              unloop write                          list the disks that can become sticks
              unloop write /dev/sdb --label "Ward 7"   write a stick and verify it
              unloop keys seal export.json ad.csv   seal recovery keys for the stick, in unloop.keys
              unloop settings check unloop.yaml     check the settings of a stick
              unloop repair web01.vhdx              repair the disk of a machine that is not started
              unloop log show /media/UNLOOP-LOG     see what was done at which machine

            EXIT CODES
              0   done
              1   failed; the message says what is wrong and what to do
              2   done, except what is on standard error
              3   see the help of the command
              64  the command line is wrong
            """,
        version: RescueImageVersion.current,
        subcommands: [
            BuildCommand.self, WriteCommand.self, RepairCommand.self, UndoCommand.self, KeysCommand.self,
            SettingsCommand.self,
            LogCommand.self,
        ])

    /// Made by the argument parser.
    public init() {}

    /// Runs what this process's arguments ask for, and ends the process with the exit code.
    public static func runProcess() -> Never {
        PrivateProcess.begin()
        Foundation.exit(CommandRunner.run(arguments()).rawValue)
    }

    /// The words after the program's name; Swift's own repair what is not UTF-8, and no file is found by that.
    private static func arguments() -> [String] {
        (1..<max(Int(CommandLine.argc), 1)).compactMap { index in
            CommandLine.unsafeArgv[index].map {
                PathText.text(UnsafeBufferPointer(start: $0, count: strlen($0)).map(UInt8.init(bitPattern:)))
            }
        }
    }
}
