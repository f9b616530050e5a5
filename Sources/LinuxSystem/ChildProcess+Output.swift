internal import CLinux
public import Diagnostics
internal import Glibc
internal import Vocabulary

extension ChildProcess {
    /// What a program wrote, and how it ended.
    public struct Outcome: Equatable, Sendable {
        /// How it ended.
        public let ending: Ending
        /// Standard output and standard error, as they came.
        public let output: [UInt8]
        /// Whether it wrote more than was kept.
        public let isOutputCut: Bool

        /// The output as text.
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// Runs a program to its end, with nothing on its standard input.
    ///
    /// - Parameters:
    ///   - outputLimit: How many bytes of output are kept; the rest is read and dropped.
    ///   - timeLimitMilliseconds: After this it is killed, which is an error (`timed-out`).
    public static func run(
        _ path: String, _ arguments: [String] = [], environment: [String: String] = [:],
        outputLimit: Int = 64 * 1024, timeLimitMilliseconds: Int = 60_000
    ) throws(LinuxError) -> Outcome {
        let nothing = FileDescriptor(
            owning: try call("open", on: "/dev/null") { open("/dev/null", O_RDONLY | O_CLOEXEC) })
        var ends: [CInt] = [-1, -1]
        try call("pipe", on: path) { clinux_create_pipe(&ends) }
        let reader = FileDescriptor(owning: ends[0])
        let child = try start(path, arguments, environment, input: nothing, output: FileDescriptor(owning: ends[1]))

        let deadline = MonotonicTime.now().advanced(byMilliseconds: timeLimitMilliseconds)
        var output: [UInt8] = []
        var isCut = false
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        // Until it has ended, not until the pipe closes: a daemon that it left behind may keep that open.
        while true {
            let ready = try FileDescriptor.readable(
                among: [reader, child.descriptor], milliseconds: deadline.millisecondsFromNow)
            if ready.contains(0) {
                let length = try call("read", on: path) {
                    buffer.withUnsafeMutableBytes { read(reader.number, $0.baseAddress, $0.count) }
                }
                output += buffer[..<length].prefix(outputLimit - output.count)
                isCut = isCut || output.count == outputLimit && length > 0
                if length > 0, deadline.millisecondsFromNow > 0 { continue }
            }
            break
        }
        guard let ending = try child.wait(timeoutMilliseconds: deadline.millisecondsFromNow) else {
            child.kill()
            // A program that hangs in a dead disk's driver cannot even be killed: it is left behind.
            _ = try child.wait(timeoutMilliseconds: 1_000)
            throw LinuxError(
                .timedOut,
                "\(path) did not end within \(timeLimitMilliseconds / 1000) s and was stopped; "
                    + "the device may be failing: look at it by hand")
        }
        return Outcome(ending: ending, output: output, isOutputCut: isCut)
    }

    /// The writing end of the pipe must not stay open here, or the pipe would never close: it lives in this call only.
    private static func start(
        _ path: String, _ arguments: [String], _ environment: [String: String], input: FileDescriptor,
        output: FileDescriptor
    ) throws(LinuxError) -> ChildProcess {
        let streams = StandardStreams(input: input, output: output, error: output)
        return try ChildProcess(
            path: path, arguments: arguments, environment: environment, streams: streams, session: .own)
    }
}
