public import Diagnostics
internal import Foundation

/// The programs of this machine: found, run to their end, and their failures reported so that they can be repeated.
///
/// Written here because swift-subprocess 1.0.2 serves asynchronous callers only: what builds images blocks its thread, and
/// a thread of Swift's pool that waits for a task of the same pool can hang a machine with two processors.
public enum HostProgram {
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
        /// Both streams as text, standard output first.
        public var allText: String { String(decoding: standardOutput + standardError, as: UTF8.self) }
    }

    /// The path of a program.
    ///
    /// - Parameter name: A path, or a name that is looked up along `searchPath`.
    /// - Returns: nil if there is none, or it may not be run.
    public static func find(_ name: String) -> String? {
        if name.contains("/") { return isExecutable(name) ? name : nil }
        return searchPath.split(separator: ":").map { "\($0)/\(name)" }.first(where: isExecutable)
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - command: The program, as `find` takes it, and its arguments.
    ///   - environment: Variables over and above `scrubbedEnvironment`.
    ///   - input: What the program reads from standard input.
    ///   - folder: The program's working folder; nil for that of this process.
    ///   - statuses: The exit statuses that are no failure.
    ///   - onLine: Called with every line of standard output and standard error as it arrives, for progress.
    ///   - mayGoOn: Asked after each piece of output, and ten times a second while there is none, until the program has
    ///     closed its output. Where the answer is false, the program is ended with all that it has started.
    /// - Throws: `notFound`, `failed` with the command line and the end of its output, or `stopped` after `mayGoOn`.
    @discardableResult
    public static func run(
        _ command: [String], environment: [String: String] = [:], input: [UInt8] = [], in folder: String? = nil,
        accepting statuses: Set<CInt> = [0], onLine: (String) -> Void = { _ in }, mayGoOn: (() -> Bool)? = nil
    ) throws(HostProgramError) -> Output {
        let program = try RunningProgram(command, environment: environment, input: .bytes(input), in: folder)
        let output: Output
        do {
            guard let whole = try program.collect(onLine: onLine, mayGoOn: mayGoOn) else {
                program.killWithDescendants()
                throw HostProgramError(.stopped, "stopped: \(program.commandLine)")
            }
            output = whole
        } catch let error as HostProgramError {
            throw error
        } catch {
            throw HostProgramError(
                .failed, "cannot read the output of\n    \(program.commandLine)", cause: error)
        }
        guard statuses.contains(output.status) else { throw failure(of: program.commandLine, output) }
        return output
    }

    /// The caller's `PATH`, and the folders in which Debian keeps mkfs.fat and the like, which ordinary users do not have
    /// in theirs.
    public static let searchPath =
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")
        + ":/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// The environment of every program that is run: `LC_ALL=C`, `TZ=UTC`, no home folder, and of the caller's own
    /// variables `TMPDIR` and `PATH` with the system's folders. So a program's output depends neither on the user's locale
    /// nor on the user's settings.
    public static let scrubbedEnvironment: [String: String] = {
        // As a home, a file: nobody can make folders in it, not even a program that root runs.
        var variables = ["PATH": searchPath, "LC_ALL": "C", "TZ": "UTC", "HOME": "/dev/null"]
        variables["TMPDIR"] = ProcessInfo.processInfo.environment["TMPDIR"]
        return variables
    }()

    /// The path of a file from the top, wherever the program is started.
    static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }

    /// The error for a program that is not installed.
    static func missing(_ name: String) -> HostProgramError {
        let remedy = DebianPackageName.providing(name).map { "install it with: sudo apt-get install \($0)" }
        return HostProgramError(
            .notFound, "\(name) is not installed; \(remedy ?? "install the Debian package that provides it")")
    }

    private static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    private static func failure(of commandLine: String, _ output: Output) -> HostProgramError {
        let tail = output.allText.split(separator: "\n").suffix(20).map { "\n    \($0)" }.joined()
        let how =
            output.status > 128 ? "was ended by signal \(output.status - 128)" : "ended with status \(output.status)"
        return HostProgramError(
            .failed,
            "a command \(how); run it again with\n    \(commandLine)\n"
                + (tail.isEmpty ? "it wrote nothing" : "its last lines:\(tail)"))
    }
}
