public import Diagnostics
internal import Foundation
internal import Glibc

/// Runs the programs of other people and reports their failures so that they can be repeated.
///
/// A program gets a scrubbed environment: `LC_ALL=C`, `TZ=UTC`, no home folder, and of the caller's own variables only
/// `PATH` (with the system folders that Debian leaves out for users) and `TMPDIR`. So its output depends neither on the
/// user's locale nor on the user's settings.
public enum CommandLineTool {
    /// What a program wrote and how it ended.
    public struct Output: Sendable {
        /// The exit status; 128 and the signal's number if a signal ended the program.
        public let status: CInt
        /// What was written to standard output.
        public let standardOutput: [UInt8]
        /// What was written to standard error.
        public let standardError: [UInt8]
        /// Standard output as text.
        public var text: String { String(decoding: standardOutput, as: UTF8.self) }
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - command: The program (a path, or a name that is looked up in `PATH`) and its arguments.
    ///   - environment: Variables over and above the scrubbed environment.
    ///   - input: What the program reads from standard input.
    ///   - statuses: The exit statuses that are no failure.
    ///   - onLine: Called with every line of standard output and standard error as it arrives, for progress.
    /// - Throws: `command-not-found`, or `command-failed` with the command line and the end of its output.
    @discardableResult
    public static func run(
        _ command: [String], environment: [String: String] = [:], input: [UInt8] = [],
        accepting statuses: Set<CInt> = [0],
        onLine: (String) -> Void = { _ in }
    ) throws(PackageError) -> Output {
        guard let name = command.first, let program = locate(name) else {
            throw PackageError(
                .commandNotFound,
                "the program \(command.first ?? "") is not in PATH; install the Debian package that provides it")
        }
        let variables = scrubbedEnvironment.merging(environment) { $1 }
        let output: Output
        do {
            let child = try ChildProcess(program: program, command: command, environment: variables, input: input)
            output = try child.finish(onLine: onLine)
        } catch {
            throw PackageError(.commandFailed, "cannot run \(commandLine(command, environment))", cause: error)
        }
        guard statuses.contains(output.status) else {
            throw failure(of: commandLine(command, environment), output)
        }
        return output
    }

    /// The path of a program, looked up as `run` does; nil if there is none.
    public static func locate(_ name: String) -> String? {
        if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
        return searchPath.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// The command as it can be pasted into a shell.
    static func commandLine(_ command: [String], _ environment: [String: String]) -> String {
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\(quoted($0.value))" }
        return (variables + command.map(quoted)).joined(separator: " ")
    }

    private static let searchPath =
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")
        + ":/usr/local/sbin:/usr/sbin:/sbin"

    private static let scrubbedEnvironment: [String: String] = {
        var variables = ["PATH": searchPath, "LC_ALL": "C", "TZ": "UTC", "HOME": "/nonexistent"]
        variables["TMPDIR"] = ProcessInfo.processInfo.environment["TMPDIR"]
        return variables
    }()

    private static func quoted(_ word: String) -> String {
        let plain = !word.isEmpty && isName("0" + word.lowercased(), allowing: "_-./:=,+@%")
        return plain ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }

    private static func failure(of commandLine: String, _ output: Output) -> PackageError {
        let text = String(decoding: output.standardOutput + output.standardError, as: UTF8.self)
        let tail = text.split(separator: "\n").suffix(20).map { "\n    \($0)" }.joined()
        let how =
            output.status > 128 ? "was ended by signal \(output.status - 128)" : "ended with status \(output.status)"
        return PackageError(
            .commandFailed,
            "a command \(how); run it again with\n    \(commandLine)\n"
                + (tail.isEmpty ? "it wrote nothing" : "its last lines:\(tail)"))
    }
}
