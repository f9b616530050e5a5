public import Diagnostics
internal import Glibc

/// The kernel's messages from a moment on: why a mount failed is told there and nowhere else.
///
/// Open it before the attempt, and read it after.
public final class KernelLog: Sendable {
    private let descriptor: FileDescriptor

    /// Starts to listen: only messages that come from now on are read.
    public init() throws(LinuxError) {
        let number = try call("open", on: "/dev/kmsg") { open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        descriptor = FileDescriptor(owning: number)
        try call("lseek", on: "/dev/kmsg") { lseek(number, 0, SEEK_END) }
    }

    /// The messages since the last call, the last `limit` of them.
    public func messages(limit: Int = 100) -> [KernelMessage] {
        var messages: [KernelMessage] = []
        // A record is at most 8 KiB (CONSOLE_EXT_LOG_MAX); every read gives one.
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let length = buffer.withUnsafeMutableBytes { read(descriptor.number, $0.baseAddress, $0.count) }
            if length > 0 {
                if let message = KernelMessage(record: buffer[..<length]) { messages.append(message) }
                if messages.count > 2 * limit { messages.removeFirst(messages.count - limit) }
            } else if length == 0 || errno != EPIPE && errno != EINTR {
                return messages.suffix(limit)
            }
            // EPIPE: older records were overwritten before they were read; go on with the next.
        }
    }

    /// Writes a line into the kernel's log, whence it reaches the serial console even when ours is gone.
    ///
    /// - Parameter level: 0 emergency … 7 debug.
    public static func write(_ text: String, level: Int = 6) {
        let number = open("/dev/kmsg", O_WRONLY | O_CLOEXEC)
        guard number >= 0 else { return }
        let file = FileDescriptor(owning: number)
        // The kernel refuses lines over about 1,000 bytes (PRINTKRB_RECORD_MAX).
        // Without the newline it would stay invisible until the next message, which could continue it.
        let line = Array("<\(level)>unloop: ".utf8) + text.utf8.prefix(900).map { $0 == 10 ? 32 : $0 } + [10]
        _ = line.withUnsafeBytes { Glibc.write(file.number, $0.baseAddress, $0.count) }
    }
}
