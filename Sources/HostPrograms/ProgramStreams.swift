internal import CLinux
internal import Diagnostics
internal import Glibc

/// The standard streams of a program: its own descriptors, and the caller's ends of them. All close on exec.
struct ProgramStreams {
    /// The program's descriptors 0, 1 and 2.
    private(set) var forProgram: [CInt] = []
    /// Where the caller writes what the program reads.
    private(set) var input: CInt?
    /// Where the caller reads what the program writes.
    private(set) var outputs: [CInt] = []

    init(input: RunningProgram.Input, output: RunningProgram.Output) throws(SystemCallError) {
        do throws(SystemCallError) {
            try add(input)
            switch output {
            case .apart:
                try addOutput()
                try addOutput()
            case .together:
                try addOutput()
                forProgram.append(forProgram[1])
            case .discarded:
                let nothing = try retryingInterrupts("open", "/dev/null") { open("/dev/null", O_WRONLY | O_CLOEXEC) }
                forProgram += [nothing, nothing]
            }
        } catch {
            closeForProgram()
            closeForCaller()
            throw error
        }
    }

    mutating func closeForProgram() {
        for descriptor in Set(forProgram) { close(descriptor) }
        forProgram = []
    }

    mutating func closeForCaller() {
        for descriptor in outputs + [input].compactMap(\.self) { close(descriptor) }
        (input, outputs) = (nil, [])
    }

    private mutating func add(_ input: RunningProgram.Input) throws(SystemCallError) {
        switch input {
        case .bytes([]):
            forProgram.append(try retryingInterrupts("open", "/dev/null") { open("/dev/null", O_RDONLY | O_CLOEXEC) })
        case .bytes(let bytes):
            // A file in memory cannot block as a pipe could, and leaves nothing on a disk.
            let file = try retryingInterrupts("memfd_create", "memory") { clinux_create_memory_file("input") }
            forProgram.append(file)
            var written = 0
            while written < bytes.count {
                written += try retryingInterrupts("write", "memory") {
                    bytes.withUnsafeBytes { write(file, $0.baseAddress.map { $0 + written }, bytes.count - written) }
                }
            }
            lseek(file, 0, SEEK_SET)
        case .pipe:
            // A socket, because only send(2) can be kept from raising SIGPIPE.
            var ends: [CInt] = [-1, -1]
            let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
            try retryingInterrupts("socketpair", "standard input") { socketpair(AF_UNIX, kind, 0, &ends) }
            forProgram.append(ends[0])
            self.input = ends[1]
        }
    }

    private mutating func addOutput() throws(SystemCallError) {
        var ends: [CInt] = [-1, -1]
        try retryingInterrupts("pipe2", "pipe") { clinux_create_pipe(&ends) }
        outputs.append(ends[0])
        forProgram.append(ends[1])
    }
}
