internal import Diagnostics
internal import Foundation
internal import Synchronization

/// QEMU's machine protocol (QMP) over its socket: one JSON object a line.
final class QMPClient: Sendable {
    private let descriptor: CInt
    /// What was received and not yet read as a line; held for the length of a whole exchange.
    private let pending = Mutex<[UInt8]>([])

    /// Connects to the socket, which QEMU makes shortly after its start, and leaves capability negotiation mode.
    ///
    /// - Parameters:
    ///   - patience: seconds to wait for the socket, and later for each answer.
    ///   - isAlive: whether QEMU still runs; without it there is nothing to wait for.
    init(socket path: String, patience: Double = 10, while isAlive: () -> Bool) throws(LabError) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .file(path, "socket") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let deadline = Date(timeIntervalSinceNow: patience)
        while withUnsafePointer(
            to: &address,
            { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) } }) != 0
        {
            guard Date() < deadline, isAlive() else {
                close(descriptor)
                throw .file(path, "connect")
            }
            usleep(20_000)
        }
        var limit = timeval(tv_sec: Int(patience), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        do {
            try pending.withLock { pending throws(LabError) in _ = try receive(&pending) }
            try execute("qmp_capabilities")
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Runs a command and waits for its answer; events that come before it are dropped.
    func execute(_ command: String, _ arguments: [String: any Sendable] = [:]) throws(LabError) {
        let message: Data
        do {
            message = try JSONSerialization.data(withJSONObject: ["execute": command, "arguments": arguments])
        } catch {
            throw LabError(
                .monitor, "QEMU's command \(command) cannot be written as JSON; mend its arguments", cause: error)
        }
        try pending.withLock { pending throws(LabError) in
            try sendAll(Array(message) + [UInt8(ascii: "\n")])
            while true {
                let answer = try receive(&pending)
                if answer["return"] != nil { return }
                if let error = answer["error"] as? [String: Any] {
                    let text = error["desc"] as? String ?? "\(error)"
                    throw LabError(.monitor, "QEMU refused \(command): \(text); check the device's name and state")
                }
            }
        }
    }

    private func sendAll(_ bytes: [UInt8]) throws(LabError) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw .file("QEMU's monitor", "send") }
            done += count
        }
    }

    private func receive(_ pending: inout [UInt8]) throws(LabError) -> [String: Any] {
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(pending[..<end])
                pending.removeSubrange(...end)
                if let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any] { return object }
                throw LabError(.monitor, "QEMU's monitor said what is not JSON; check QEMU's version")
            }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw .file("QEMU's monitor", "recv") }
            pending.append(contentsOf: buffer[..<count])
        }
    }
}
