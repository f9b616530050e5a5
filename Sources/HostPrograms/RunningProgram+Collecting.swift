internal import Diagnostics
internal import Glibc

extension RunningProgram {
    /// Reads both streams to their ends and waits for the program.
    ///
    /// - Parameter mayGoOn: asked after each piece of output, and ten times a second while there is none.
    /// - Returns: nil where it said no; then the program may still run.
    func collect(
        onLine: (String) -> Void, mayGoOn: (() -> Bool)? = nil
    ) throws(SystemCallError) -> HostProgram.Output? {
        let pause: CInt = mayGoOn == nil ? -1 : 100
        var collectors = [LineCollector(), LineCollector()]
        var polled = outputs.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        // poll(2) passes over negative descriptors: those of streams that have ended.
        while polled.contains(where: { $0.fd >= 0 }) {
            try retryingInterrupts("poll", "pipe") { poll(&polled, nfds_t(polled.count), pause) }
            if let mayGoOn, !mayGoOn() { return nil }
            for index in polled.indices where polled[index].fd >= 0 && polled[index].revents != 0 {
                let count = try retryingInterrupts("read", "pipe") { read(polled[index].fd, &buffer, buffer.count) }
                if count == 0 { polled[index].fd = -1 }
                collectors[index].append(buffer[..<count], onLine)
            }
        }
        return HostProgram.Output(
            status: try wait(), standardOutput: collectors[0].finish(onLine),
            standardError: collectors[1].finish(onLine))
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
