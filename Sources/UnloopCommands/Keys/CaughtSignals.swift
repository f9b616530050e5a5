internal import Foundation
internal import Synchronization

/// Where a signal's handler writes: of the whole process, as signals are.
private let pipeEnd = Atomic<CInt>(-1)

/// Signals that end the process, held back while there is something to put right before: a terminal without echo.
struct CaughtSignals {
    private let readEnd: CInt

    /// Runs a body, and ends the process by the signal that came meanwhile, if one did and the process does not ignore it.
    static func during<Result>(_ body: (CaughtSignals) throws -> Result) throws -> Result {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        pipeEnd.store(ends[1], ordering: .sequentiallyConsistent)
        var before: [(CInt, sigaction)] = []
        for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            var previous = sigaction()
            sigaction(number, nil, &previous)
            // Whoever starts a program with nohup does not want it ended.
            if unsafeBitCast(previous.__sigaction_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
                continue
            }
            before.append((number, previous))
            signal(number) { number in
                let error = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(pipeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
                errno = error
            }
        }
        defer {
            for (number, var previous) in before { sigaction(number, &previous, nil) }
            var caught: UInt8 = 0
            let isCaught = read(ends[0], &caught, 1) == 1
            pipeEnd.store(-1, ordering: .sequentiallyConsistent)
            for end in ends { close(end) }
            if isCaught {
                // Not as before: to Swift's runtime SIGQUIT is a crash, which it explains with what lies in memory.
                signal(CInt(caught), SIG_DFL)
                raise(CInt(caught))
            }
        }
        return try body(CaughtSignals(readEnd: ends[0]))
    }

    /// Waits until a file can be read.
    ///
    /// - Returns: false if a signal came.
    func wait(for file: CInt) -> Bool {
        var files = [
            pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0), pollfd(fd: file, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&files, nfds_t(files.count), -1) < 0, errno == EINTR {}
        return files[0].revents == 0
    }
}
