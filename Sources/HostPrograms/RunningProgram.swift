internal import CLinux
public import Diagnostics
internal import Glibc
internal import Synchronization

/// A program of this machine that runs beside the caller. It does not outlive the value: whoever lets go of it ends it.
public final class RunningProgram: Sendable {
    /// What a program reads from standard input.
    public enum Input: Sendable {
        /// These bytes, then the end.
        case bytes([UInt8])
        /// What `write` is given.
        case pipe
    }

    /// What becomes of standard output and standard error.
    public enum Output: Sendable {
        /// Each is read on its own.
        case apart
        /// Both are one stream.
        case together
        /// Nobody reads them.
        case discarded
    }

    /// The process.
    public let identifier: CInt
    /// The command as it can be pasted into a shell.
    public let commandLine: String
    private let input: CInt?
    let outputs: [CInt]
    /// The status from waitpid(2), once the process is reaped.
    private let ending = Mutex<CInt?>(nil)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: The program, as `HostProgram.find` takes it, and its arguments.
    ///   - environment: Variables over and above `HostProgram.scrubbedEnvironment`.
    ///   - folder: The program's working folder; nil for that of this process.
    public init(
        _ command: [String], environment: [String: String] = [:], input: Input = .bytes([]), output: Output = .apart,
        in folder: String? = nil
    ) throws(HostProgramError) {
        let name = command.first ?? ""
        guard let program = HostProgram.find(name) else { throw HostProgram.missing(name) }
        commandLine = ShellWords.commandLine(command, environment: environment)
        do throws(SystemCallError) {
            var streams = try ProgramStreams(input: input, output: output)
            defer { streams.closeForProgram() }
            let start = ProgramStart(
                program: HostProgram.absolute(program), command: command, streams: streams.forProgram, folder: folder,
                environment: HostProgram.scrubbedEnvironment.merging(environment) { $1 })
            do throws(SystemCallError) {
                identifier = try start()
            } catch {
                streams.closeForCaller()
                throw error
            }
            self.input = streams.input
            outputs = streams.outputs
        } catch {
            throw HostProgramError(.failed, "cannot run \(commandLine)", cause: error)
        }
    }

    deinit {
        kill(SIGKILL)
        _ = try? wait()
        for descriptor in outputs + [input].compactMap(\.self) { close(descriptor) }
    }

    /// Gives bytes to the program's standard input, which is a pipe. What a program that has ended would have read is lost.
    public func write(_ bytes: [UInt8]) throws(SystemCallError) {
        guard let input else { return }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try retryingInterrupts("send", "standard input") {
                // Not write(2), whose SIGPIPE would end this process.
                rest.withUnsafeBytes { send(input, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Gives what the program writes to `body`, as it comes, until the program has closed its output.
    public func forEachPiece(_ body: (ArraySlice<UInt8>) -> Void) throws(SystemCallError) {
        guard let output = outputs.first else { return }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try retryingInterrupts("read", "pipe") { read(output, &buffer, buffer.count) }
            if count == 0 { return }
            body(buffer[..<count])
        }
    }

    /// Waits for the program's end.
    ///
    /// - Returns: The exit status; 128 and the signal's number if a signal ended the program.
    @discardableResult
    public func wait() throws(SystemCallError) -> CInt {
        var information = siginfo_t()
        if ending.withLock({ $0 }) == nil {
            // WNOWAIT: until the lock is held, nobody may take the number for that of another process.
            try retryingInterrupts("waitid", commandLine) {
                waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT)
            }
        }
        return try reap() ?? 0
    }

    /// Whether the program has not ended.
    public var isRunning: Bool { (try? reap()) == .some(nil) }

    /// Sends the program a signal, unless it has ended.
    public func kill(_ signal: CInt) {
        ending.withLock { ending in
            if ending == nil { _ = Glibc.kill(identifier, signal) }
        }
    }

    /// How the program ended; nil if it has not.
    private func reap() throws(SystemCallError) -> CInt? {
        try ending.withLock { ending throws(SystemCallError) in
            if let ending { return ending }
            var status: CInt = 0
            let ended = try retryingInterrupts("waitpid", commandLine) { waitpid(identifier, &status, WNOHANG) }
            if ended == 0 { return nil }
            let signal = clinux_termination_signal(status)
            let result = signal < 0 ? clinux_exit_status(status) : 128 + signal
            ending = result
            return result
        }
    }
}
