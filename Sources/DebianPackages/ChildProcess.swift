internal import Diagnostics
internal import Glibc
internal import Synchronization

/// A running program whose standard output and standard error are read through pipes.
struct ChildProcess {
    private let identifier: pid_t
    private let standardOutput: CInt
    private let standardError: CInt

    /// Pipes get their close-on-exec flag in a second step; without this lock a program that another thread starts
    /// between the two would inherit the write end, and the reader would wait for that program too.
    private static let spawning = Mutex<Void>(())

    init(program: String, command: [String], environment: [String: String], input: [UInt8]) throws(SystemCallError) {
        let inputFile = try Self.temporaryFile(holding: input)
        defer { close(inputFile) }
        (identifier, standardOutput, standardError) = try Self.spawning.withLock {
            (_) throws(SystemCallError) -> (pid_t, CInt, CInt) in
            let output = try Self.pipe()
            defer { close(output.write) }
            let errors = try Self.pipe()
            defer { close(errors.write) }
            do throws(SystemCallError) {
                let descriptors = [inputFile, output.write, errors.write]
                return (try Self.spawn(program, command, environment, descriptors), output.read, errors.read)
            } catch {
                close(output.read)
                close(errors.read)
                throw error
            }
        }
    }

    /// Reads both streams to their ends and waits for the program.
    func finish(onLine: (String) -> Void) throws(SystemCallError) -> CommandLineTool.Output {
        var collectors = [LineCollector(), LineCollector()]
        var polled = [standardOutput, standardError].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        defer {
            close(standardOutput)
            close(standardError)
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        // poll(2) passes over negative descriptors: those of streams that have ended.
        while polled.contains(where: { $0.fd >= 0 }) {
            try retryingInterrupts("poll", "pipe") { poll(&polled, nfds_t(polled.count), -1) }
            for index in polled.indices where polled[index].fd >= 0 && polled[index].revents != 0 {
                let count = try retryingInterrupts("read", "pipe") { read(polled[index].fd, &buffer, buffer.count) }
                if count == 0 { polled[index].fd = -1 }
                collectors[index].append(buffer[..<count], onLine)
            }
        }
        var status: CInt = 0
        try retryingInterrupts("waitpid", "\(identifier)") { waitpid(identifier, &status, 0) }
        // wait(2): the low seven bits hold the signal, the next byte the exit status.
        let signal = status & 0x7F
        return CommandLineTool.Output(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
            standardOutput: collectors[0].finish(onLine), standardError: collectors[1].finish(onLine))
    }

    private static func spawn(
        _ program: String, _ command: [String], _ environment: [String: String], _ descriptors: [CInt]
    ) throws(SystemCallError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, CInt(target))
        }
        // Threads of the Swift runtime block nearly all signals; a program that inherits that cannot be interrupted.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let arguments = command.map { strdup($0) } + [nil]
        let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var identifier: pid_t = 0
        let number = posix_spawn(&identifier, program, &actions, &attributes, arguments, variables)
        guard number == 0 else { throw SystemCallError(call: "posix_spawn", object: program, number: number) }
        return identifier
    }

    private static func pipe() throws(SystemCallError) -> (read: CInt, write: CInt) {
        var ends: [CInt] = [-1, -1]
        try retryingInterrupts("pipe", "pipe") { Glibc.pipe(&ends) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// A nameless file with the given content, opened for reading: it cannot block as a pipe could.
    private static func temporaryFile(holding input: [UInt8]) throws(SystemCallError) -> CInt {
        guard !input.isEmpty else {
            return try retryingInterrupts("open", "/dev/null") { open("/dev/null", O_RDONLY | O_CLOEXEC) }
        }
        var path = Array("/tmp/unloop-input-XXXXXX".utf8CString)
        let file = try retryingInterrupts("mkstemp", "/tmp") { mkstemp(&path) }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        unlink(path)
        var written = 0
        while written < input.count {
            written += try retryingInterrupts("write", "/tmp") {
                input.withUnsafeBytes { write(file, $0.baseAddress.map { $0 + written }, input.count - written) }
            }
        }
        lseek(file, 0, SEEK_SET)
        return file
    }
}

/// Gathers a stream and hands out its lines as they become complete.
private struct LineCollector {
    private var bytes: [UInt8] = []
    private var lineStart = 0

    mutating func append(_ piece: ArraySlice<UInt8>, _ onLine: (String) -> Void) {
        var next = bytes.count
        bytes += piece
        while let end = bytes[next...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            if end > lineStart { onLine(String(decoding: bytes[lineStart..<end], as: UTF8.self)) }
            lineStart = end + 1
            next = lineStart
        }
    }

    mutating func finish(_ onLine: (String) -> Void) -> [UInt8] {
        if lineStart < bytes.count { onLine(String(decoding: bytes[lineStart...], as: UTF8.self)) }
        return bytes
    }
}
