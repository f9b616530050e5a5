internal import CLinux
public import Diagnostics
internal import Glibc

/// Listens to the kernel's device events.
///
/// Open it before walking /sys, so that nothing that appears in between is missed.
public final class DeviceEventMonitor: Sendable {
    /// What was heard.
    public enum Report: Equatable, Sendable {
        case event(DeviceEvent)
        /// Events came faster than they were read and some are lost: walk /sys again.
        case overflow
    }

    /// Readable when something was heard.
    public let descriptor: FileDescriptor

    /// Starts to listen.
    ///
    /// - Parameter bufferBytes: How much the kernel keeps for us; a message is under 4 KiB as a rule, and a machine
    ///   with many devices sends thousands at once.
    public init(bufferBytes: Int = 16 << 20) throws(LinuxError) {
        let number = try call("socket", on: "kernel device events") {
            clinux_open_device_events(CInt(clamping: bufferBytes))
        }
        descriptor = FileDescriptor(owning: number)
    }

    /// The next event, or nil when none came within the time (0: only what is waiting already;
    /// negative: waits without limit).
    ///
    /// Messages of other processes are not believed: only the kernel sends from port 0.
    public func next(timeoutMilliseconds: Int) throws(LinuxError) -> Report? {
        let deadline = MonotonicTime.now().advanced(byMilliseconds: max(timeoutMilliseconds, 0))
        // The kernel's limit for a message's properties is 2 KiB (UEVENT_BUFFER_SIZE), plus the path.
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            var sender: UInt32 = 0
            var isTruncated: CInt = 0
            let length = buffer.withUnsafeMutableBytes {
                clinux_receive_device_event(descriptor.number, $0.baseAddress, $0.count, &sender, &isTruncated)
            }
            if length < 0 {
                switch errno {
                case ENOBUFS: return .overflow
                case EINTR: continue
                case EAGAIN:
                    let left = timeoutMilliseconds < 0 ? -1 : deadline.millisecondsFromNow
                    guard try descriptor.waitUntilReadable(milliseconds: left) else {
                        return nil
                    }
                default: throw LinuxError(call: "recvmsg", object: "kernel device events")
                }
            } else if sender == 0, isTruncated == 0, let event = DeviceEvent(message: buffer[..<length]) {
                return .event(event)
            }
        }
    }
}
