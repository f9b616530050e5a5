internal import CLinux
public import Diagnostics
internal import Glibc

/// A terminal that a person sits at: a screen with its keyboard, or a serial line.
public final class Console {
    /// `/dev/tty1`, `/dev/ttyS0` …
    public let path: String
    /// Readable when a key was pressed; reading and writing it never wait.
    public let descriptor: FileDescriptor
    private var settingsBefore: termios?
    /// How long a write waits for room, in milliseconds: not at all once the other end has let a whole second pass, until
    /// it takes text again.
    private var patience: CInt = 1000

    /// Opens a console; it does not become this process's terminal.
    public init(_ path: String) throws(LinuxError) {
        self.path = path
        // O_NONBLOCK: a serial line without a carrier must not hold up the machine.
        let number = try call("open", on: path) { open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK) }
        descriptor = FileDescriptor(owning: number)
    }

    deinit { endKeyInput() }

    /// The devices of the consoles that the kernel writes to, the last of which is /dev/console.
    public static func activePaths(sysfs: String = "/sys") -> [String] {
        let names = TextFile.trimmed("\(sysfs)/class/tty/console/active") ?? ""
        return names.split(separator: " ").map { "/dev/\($0)" }
    }

    /// Whether this is a screen of the machine (`tty0` …), not a serial line.
    public var isScreen: Bool {
        let name = lastComponent(of: path)
        return name.hasPrefix("tty") && name.dropFirst(3).allSatisfy(\.isNumber)
    }

    /// In characters; 80 by 24 where the terminal does not know, as serial lines do not.
    public var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(descriptor.number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// The same terminal, opened once more for a program that reads it in the usual, waiting way.
    public func descriptorForProgram() throws(LinuxError) -> FileDescriptor {
        let opened = try Console(path).descriptor
        try call("F_SETFL", on: path) { fcntl(opened.number, F_SETFL, O_RDWR) }
        return opened
    }

    /// Writes text; gives up after a second when the other end takes nothing, so that a dead line stops nothing. The next
    /// writes then give up at once: a thousand lines to a dead line must not cost a thousand seconds.
    public func write(_ text: String) throws(LinuxError) {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let length = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor.number, buffer.baseAddress.map { $0 + written }, buffer.count - written)
            }
            if length >= 0 {
                written += length
                patience = 1000
            } else if errno == EAGAIN {
                var polled = pollfd(fd: descriptor.number, events: Int16(POLLOUT), revents: 0)
                guard poll(&polled, 1, patience) > 0 else {
                    patience = 0
                    throw LinuxError(.timedOut, "\(path) takes no more text; check the cable")
                }
            } else if errno != EINTR {
                throw LinuxError(call: "write", object: path)
            }
        }
    }

    /// A screen shows and its keyboard sends UTF-8, the keypad digits; the screen is woken. Nothing happens on a serial line.
    public func prepareScreen() {
        guard isScreen else { return }
        // ESC % G: UTF-8; ESC [ 9 ; 0 ]: never blank; ESC [ 14 ; 0 ]: never switch the display off (console_codes(4)).
        try? write("\u{1B}%G\u{1B}[9;0]\u{1B}[14;0]")
        _ = clinux_set_unicode_keyboard(descriptor.number)
        _ = clinux_set_num_lock(descriptor.number)
        _ = clinux_unblank(descriptor.number)
    }

    /// Sets one of the kernel's own fonts, for example `TER16x32`. False where the screen cannot (a text mode) or the
    /// kernel does not have it.
    @discardableResult
    public func useKernelFont(_ name: String) -> Bool {
        isScreen && clinux_set_kernel_font(descriptor.number, name) == 0
    }

    /// Gives every screen's keyboard a layout. Entries that the kernel does not know stay as they were.
    public func useKeymap(_ keymap: Keymap) throws(LinuxError) {
        guard isScreen else { return }
        for (number, entries) in keymap.tables {
            for (key, value) in entries.enumerated() {
                let result = clinux_set_key(descriptor.number, number, UInt8(key), value)
                // The kernel holds back entries of its own, such as those that only a privileged program may bind.
                if result != 0, errno != EINVAL { throw LinuxError(call: "KDSKBENT", object: path) }
            }
        }
    }

    /// A tone of the PC speaker, where there is one.
    public func beep(hertz: Int, milliseconds: Int) {
        _ = clinux_beep(descriptor.number, CInt(clamping: hertz), CInt(clamping: milliseconds))
    }

    /// Keys arrive one by one, unechoed, until `endKeyInput`; what was typed before is dropped.
    public func beginKeyInput() throws(LinuxError) {
        guard settingsBefore == nil else { return }
        var settings = termios()
        try call("tcgetattr", on: path) { tcgetattr(descriptor.number, &settings) }
        settingsBefore = settings
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        try call("tcsetattr", on: path) { tcsetattr(descriptor.number, TCSAFLUSH, &settings) }
    }

    /// Gives the terminal back as it was.
    public func endKeyInput() {
        guard var settings = settingsBefore else { return }
        tcsetattr(descriptor.number, TCSANOW, &settings)
        settingsBefore = nil
    }

    /// The bytes of the next key; nil when none was pressed within the time. A negative time waits without limit.
    public func key(timeoutMilliseconds: Int) throws(LinuxError) -> [UInt8]? {
        guard try descriptor.waitUntilReadable(milliseconds: timeoutMilliseconds) else { return nil }
        return try readWaitingKeys()
    }

    /// The first key on any of the consoles, and whose it was.
    public static func key(
        on consoles: [Console], timeoutMilliseconds: Int
    ) throws(LinuxError) -> (console: Console, bytes: [UInt8])? {
        var listening = consoles
        let deadline = MonotonicTime.now().advanced(byMilliseconds: timeoutMilliseconds)
        while !listening.isEmpty {
            let left = timeoutMilliseconds < 0 ? -1 : deadline.millisecondsFromNow
            let ready = try FileDescriptor.readable(among: listening.map(\.descriptor), milliseconds: left)
            guard let first = ready.first else { return nil }
            if let bytes = try? listening[first].readWaitingKeys() { return (listening[first], bytes) }
            // Hung up: it would be ready for ever.
            listening.remove(at: first)
        }
        pause(milliseconds: max(deadline.millisecondsFromNow, 0))
        return nil
    }

    private func readWaitingKeys() throws(LinuxError) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 64)
        let length = try call("read", on: path) {
            bytes.withUnsafeMutableBytes { read(descriptor.number, $0.baseAddress, $0.count) }
        }
        return length > 0 ? Array(bytes[..<length]) : nil
    }
}
