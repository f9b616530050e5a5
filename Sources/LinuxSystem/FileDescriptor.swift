public import Diagnostics
internal import Glibc

/// An open file of the kernel's, closed when the last user lets go of it.
public final class FileDescriptor: Sendable {
    /// The descriptor's number, valid for as long as this object lives.
    public let number: CInt

    /// Takes over an open descriptor.
    public init(owning number: CInt) { self.number = number }

    deinit { close(number) }

    /// Waits until there is something to read, or the other end has gone. False when the time ran out.
    public func waitUntilReadable(milliseconds: Int) throws(LinuxError) -> Bool {
        try !Self.readable(among: [self], milliseconds: milliseconds).isEmpty
    }

    /// Waits until something can be read from any of the descriptors, and returns the positions of those that can.
    ///
    /// Empty when the time ran out; a negative time waits without limit.
    public static func readable(among files: [FileDescriptor], milliseconds: Int) throws(LinuxError) -> [Int] {
        var polled = files.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
        let deadline = MonotonicTime.now().advanced(byMilliseconds: max(milliseconds, 0))
        while true {
            let left = milliseconds < 0 ? -1 : CInt(clamping: deadline.millisecondsFromNow)
            let count = poll(&polled, nfds_t(polled.count), left)
            if count >= 0 { return polled.indices.filter { polled[$0].revents != 0 } }
            let number = errno
            if number != EINTR { throw LinuxError(call: "poll", object: "descriptors", number: number) }
        }
    }
}
