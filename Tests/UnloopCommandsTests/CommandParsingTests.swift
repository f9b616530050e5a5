internal import ArgumentParser
internal import RescueImage
internal import Testing

@testable internal import UnloopCommands

@Suite("The command line")
struct CommandParsingTests {
    /// Mis-declared arguments show only when they are parsed.
    @Test("Every command can be parsed without arguments, or says which one it lacks")
    func everyCommand() {
        func check(_ command: any ParsableCommand.Type) {
            do {
                _ = try command.parseAsRoot([])
            } catch {
                #expect(command.exitCode(for: error) == .validationFailure || command.exitCode(for: error) == .success)
            }
            for subcommand in command.configuration.subcommands { check(subcommand) }
        }
        check(UnloopCommand.self)
    }

    @Test("Every command's help names it")
    func help() {
        #expect(UnloopCommand.helpMessage().contains("build"))
        #expect(BuildCommand.helpMessage().contains("unloop build --lock build/packages.lock --offline"))
    }

    @Test("Formats are a list with commas between")
    func formats() throws {
        #expect(try BuildCommand.parse([]).format.formats == Set(BuildOptions.Format.allCases))
        #expect(try BuildCommand.parse(["--format", "usb,pxe"]).format.formats == [.usb, .pxe])
        #expect(throws: (any Error).self) { try BuildCommand.parse(["--format", "usb,"]) }
        #expect(throws: (any Error).self) { try BuildCommand.parse(["--format", "floppy"]) }
    }
}
