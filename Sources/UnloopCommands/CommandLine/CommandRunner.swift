internal import ArgumentParser
internal import Diagnostics
internal import Foundation

/// Parses a command line, runs its command, and says what went wrong: all messages begin with `unloop:`, and all exit codes
/// are of `ExitStatus`.
enum CommandRunner {
    /// Runs what the arguments ask for.
    ///
    /// - Parameter arguments: Without the program's name.
    static func run(_ arguments: [String]) -> ExitStatus {
        var command: any ParsableCommand
        do {
            command = try UnloopCommand.parseAsRoot(RepairGroups.marked(arguments))
        } catch {
            return parsingEnded(with: error)
        }
        do {
            try command.run()
            return .done
        } catch let status as ExitStatus {
            return status
        } catch let error where UnloopCommand.exitCode(for: error) != .failure {
            // The parser's own: help that was asked for, or arguments that contradict each other.
            return parsingEnded(with: error)
        } catch {
            let console = (command as? any UnloopSubcommand)?.common.console ?? Console()
            console.complain(error)
            return .failed
        }
    }

    private static func parsingEnded(with error: any Error) -> ExitStatus {
        let text = UnloopCommand.fullMessage(for: error)
        guard UnloopCommand.exitCode(for: error) != .success else {
            print(text)
            return .done
        }
        // The parser's prefix is fixed.
        let prefix = "Error: "
        Console().write("unloop: " + (text.hasPrefix(prefix) ? text.dropFirst(prefix.count) : text[...]) + "\n")
        return .usage
    }
}
