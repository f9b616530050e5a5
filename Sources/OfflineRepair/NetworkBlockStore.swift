internal import Diagnostics
internal import Foundation
internal import HostPrograms
internal import Vocabulary

/// A virtual disk that qemu-nbd has open, over a socket in a private folder (NBD protocol, docs/interop; newstyle
/// handshake with NBD_OPT_EXPORT_NAME).
final class NetworkBlockStore: SectorStore {
    let size: Int64
    private let name: String
    private let program: RunningProgram
    private let socket: CInt
    private var handle: UInt64 = 0
    private var isClosed = false

    private enum Command { static let read: UInt16 = 0, write: UInt16 = 1, disconnect: UInt16 = 2, flush: UInt16 = 3 }
    private enum Magic {
        static let server: UInt64 = 0x4E42_444D_4147_4943
        static let option: UInt64 = 0x4948_4156_454F_5054
        static let request: UInt64 = 0x2560_9513
        static let reply: UInt64 = 0x6744_6698
    }

    /// The most bytes of one request; QEMU takes 32 MiB.
    private static let longest = 1 << 20

    /// Opens a disk.
    ///
    /// - Parameters:
    ///   - options: What is opened.
    ///   - folder: Where the socket is made; its path has to be short.
    init(_ options: QEMUOptions, isReadOnly: Bool, folder: String, name: String) throws(OfflineRepairError) {
        self.name = name
        let path = "\(folder)/nbd-\(UInt32.random(in: 0 ... .max))"
        let words = ["qemu-nbd", "--socket", path, "--image-opts", "--cache", "writeback"] + (isReadOnly ? ["-r"] : [])
        do throws(HostProgramError) {
            // A virtual disk may be of any size.
            program = try RunningProgram(
                HostTool.bounded(words + ["\(options)"], fileLimit: nil), output: .together)
        } catch {
            throw OfflineRepairError(.toolFailed, error.message, cause: error)
        }
        guard let socket = Self.connect(path, program) else {
            throw Self.refusal(of: program, name)
        }
        self.socket = socket
        unlink(path)
        do throws(OfflineRepairError) {
            size = try Self.shakeHands(socket, name)
        } catch {
            // It listens before it has opened the disk.
            Glibc.close(socket)
            throw Self.refusal(of: program, name)
        }
    }

    /// Why the program has not opened a disk, in its own words.
    private static func refusal(of program: RunningProgram, _ name: String) -> OfflineRepairError {
        var text: [UInt8] = []
        program.kill(SIGTERM)
        try? program.forEachPiece { text += $0.prefix(2000) }
        let said = displaySafe(String(decoding: text.prefix(2000), as: UTF8.self), limit: 1000)
        return OfflineRepairError(.toolFailed, "\(name): cannot be opened; qemu-nbd says: \(said)")
    }

    deinit { if !isClosed { Glibc.close(socket) } }

    func read(_ count: Int, at offset: Int64) throws(OfflineRepairError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            let piece = min(count - bytes.count, Self.longest)
            try request(Command.read, offset + Int64(bytes.count), piece)
            bytes += try receive(piece)
        }
        return bytes
    }

    func write(_ bytes: [UInt8], at offset: Int64) throws(OfflineRepairError) {
        var done = 0
        while done < bytes.count {
            let piece = min(bytes.count - done, Self.longest)
            try request(Command.write, offset + Int64(done), piece, bytes[done..<done + piece])
            done += piece
        }
    }

    func flush() throws(OfflineRepairError) { try request(Command.flush, 0, 0) }

    func resize(to size: Int64) throws(OfflineRepairError) {}

    /// Closes the disk, and waits until its structures are written.
    func close() throws(OfflineRepairError) {
        guard !isClosed else { return }
        isClosed = true
        _ = try? Self.send(Self.header(Command.disconnect, 0, 0, 0), socket, name)
        Glibc.close(socket)
        guard (try? program.wait()) == 0 else { throw Self.failure(name, "qemu-nbd ended with an error") }
    }

    /// Ends the program at once, for tests.
    func kill() { program.kill(SIGKILL) }

    private func request(
        _ command: UInt16, _ offset: Int64, _ length: Int, _ data: ArraySlice<UInt8> = []
    ) throws(OfflineRepairError) {
        handle += 1
        try Self.send(Self.header(command, handle, offset, length) + data, socket, name)
        let reply = try receive(16)
        guard Self.number(reply[0..<4]) == Magic.reply, Self.number(reply[8..<16]) == handle else {
            throw Self.failure(name, "an invalid reply")
        }
        let error = Self.number(reply[4..<8])
        guard error == 0 else { throw Self.failure(name, String(cString: strerror(CInt(truncatingIfNeeded: error)))) }
    }

    private func receive(_ count: Int) throws(OfflineRepairError) -> [UInt8] { try Self.receive(count, socket, name) }

    private static func header(_ command: UInt16, _ handle: UInt64, _ offset: Int64, _ length: Int) -> [UInt8] {
        big(Magic.request, 4) + big(UInt64(command), 4) + big(handle, 8) + big(UInt64(offset), 8)
            + big(UInt64(length), 4)
    }

    private static func shakeHands(_ socket: CInt, _ name: String) throws(OfflineRepairError) -> Int64 {
        let greeting = try receive(18, socket, name)
        guard number(greeting[0..<8]) == Magic.server, number(greeting[8..<16]) == Magic.option else {
            throw failure(name, "an invalid greeting")
        }
        // Fixed newstyle, and no zeroes behind the answer.
        try send(big(3, 4) + big(Magic.option, 8) + big(1, 4) + big(0, 4), socket, name)
        let answer = try receive(10, socket, name)
        return Int64(clamping: number(answer[0..<8]))
    }

    private static func connect(_ path: String, _ program: RunningProgram) -> CInt? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        while true {
            let number = Glibc.socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
            guard number >= 0 else { return nil }
            let result = withUnsafePointer(to: address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            if result == 0 { return number }
            Glibc.close(number)
            guard program.isRunning else { return nil }
            usleep(2_000)
        }
    }

    private static func send(_ bytes: [UInt8], _ socket: CInt, _ name: String) throws(OfflineRepairError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(name, "qemu-nbd has ended") }
            rest = rest.dropFirst(count)
        }
    }

    private static func receive(_ count: Int, _ socket: CInt, _ name: String) throws(OfflineRepairError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { recv(socket, $0.baseAddress.map { $0 + done }, count - done, 0) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw failure(name, "qemu-nbd has ended") }
            done += got
        }
        return bytes
    }

    private static func failure(_ name: String, _ what: String) -> OfflineRepairError {
        OfflineRepairError(.toolFailed, "\(name): \(what); check the free space, then run the same command again")
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    private static func big(_ number: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64(count - 1 - $0))) }
    }
}
