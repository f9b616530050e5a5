internal import CLinux
public import Diagnostics
internal import Glibc

/// A program that was started.
///
/// `wait` collects it once; whoever else collects children (`reapOrphans`) must leave it alone.
public final class ChildProcess {
    /// How a program ended.
    public enum Ending: Equatable, Sendable {
        case exited(Int)
        /// Ended by the signal of this number.
        case signaled(Int)

        /// Exited with status 0.
        public var isSuccess: Bool { self == .exited(0) }

        init(waitStatus: CInt) {
            let signal = clinux_termination_signal(waitStatus)
            self = signal >= 0 ? .signaled(Int(signal)) : .exited(Int(clinux_exit_status(waitStatus)))
        }
    }

    /// What the child has as its descriptors 0, 1 and 2.
    public struct StandardStreams: Sendable {
        /// Descriptor 0.
        public var input: FileDescriptor
        /// Descriptor 1.
        public var output: FileDescriptor
        /// Descriptor 2.
        public var error: FileDescriptor

        /// Each from a descriptor of its own; they are duplicated for the child and stay open here.
        public init(input: FileDescriptor, output: FileDescriptor, error: FileDescriptor) {
            self.input = input
            self.output = output
            self.error = error
        }

        /// All three the same: a console.
        public init(all file: FileDescriptor) { self.init(input: file, output: file, error: file) }
    }

    /// The terminal and session of a child.
    public enum Session: Sendable {
        /// The parent's.
        case inherited
        /// Its own, without a terminal: a signal from a keyboard does not reach it.
        case own
        /// Its own, with its standard input as its terminal: what a shell needs.
        case ownWithTerminal
    }

    /// The process id.
    public let processID: Int32
    /// The program's path.
    public let path: String
    /// Readable when the program has ended.
    public let descriptor: FileDescriptor
    private var ending: Ending?

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: Of the program; no search.
    ///   - arguments: Without the program's own name.
    ///   - environment: All that the child has.
    public init(
        path: String, arguments: [String] = [], environment: [String: String] = [:], streams: StandardStreams,
        session: Session = .inherited
    ) throws(LinuxError) {
        let words = [path] + arguments
        let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let numbers = [streams.input.number, streams.output.number, streams.error.number]
        let process = try call("start", on: path) {
            withCStrings(words) { words in
                withCStrings(settings) { settings in
                    clinux_spawn(
                        path, words, settings, numbers, session == .inherited ? 0 : 1,
                        session == .ownWithTerminal ? 1 : 0)
                }
            }
        }
        processID = process
        self.path = path
        do throws(LinuxError) {
            descriptor = FileDescriptor(owning: try call("pidfd_open", on: path) { clinux_open_process(process) })
        } catch {
            _ = Glibc.kill(process, SIGKILL)
            waitpid(process, nil, 0)
            throw error
        }
    }

    /// Waits for the end; nil when the time ran out. A negative time waits without limit.
    public func wait(timeoutMilliseconds: Int = -1) throws(LinuxError) -> Ending? {
        if let ending { return ending }
        guard try descriptor.waitUntilReadable(milliseconds: timeoutMilliseconds) else { return nil }
        var status: CInt = 0
        try call("waitpid", on: path) { waitpid(processID, &status, 0) }
        ending = Ending(waitStatus: status)
        return ending
    }

    /// Sends a signal; nothing happens when the program has ended.
    public func send(signal: Int32) {
        // Not collected yet, so its number cannot belong to another process.
        if ending == nil { _ = Glibc.kill(processID, signal) }
    }

    /// Ends the program at once (SIGKILL); `wait` still has to collect it.
    public func kill() { send(signal: SIGKILL) }

    /// Collects every ended process that nobody waits for: orphans become children of PID 1.
    ///
    /// - Parameter children: Processes of ours, which are left for their own `wait`.
    public static func reapOrphans(except children: [ChildProcess]) {
        let ours = Set(children.map(\.processID))
        var information = siginfo_t()
        // Looks without collecting, so that a child of ours stays for its owner.
        while waitid(P_ALL, 0, &information, WEXITED | WNOHANG | WNOWAIT) == 0 {
            let process = information._sifields._sigchld.si_pid
            if process == 0 || ours.contains(process) { return }
            waitpid(process, nil, WNOHANG)
            information = siginfo_t()
        }
    }
}

/// Gives `body` the strings as C wants them: pointers, and a null pointer at the end.
func withCStrings<Result>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    return body(pointers + [nil])
}
