internal import Diagnostics
internal import Foundation
internal import RecoveryKeys
internal import Secrets

/// Asks for a secret on the terminal of this process, without echo.
enum SecretPrompt {
    /// Asks with a text, until Enter.
    static func ask(_ prompt: String) throws -> SecretBytes {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else {
            throw KeyCommandError(
                .noPassphrase, "no terminal to ask for a passphrase; give a file with --passphrase-file FILE")
        }
        defer { close(terminal) }
        // The question comes when the echo is off: who answers at once, as a program does, must not see the answer either.
        return try CaughtSignals.during { signals in
            try withoutEcho(terminal) {
                write(prompt, to: terminal)
                defer { write("\n", to: terminal) }
                return try line(from: terminal, until: signals)
            }
        }
    }

    /// Neither echo nor lines nor signals: Ctrl-C comes as a byte, so that the terminal is always restored.
    private static func withoutEcho<Result>(_ terminal: CInt, _ body: () throws -> Result) throws -> Result {
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else {
            throw KeyCommandError(
                .noPassphrase, "cannot turn off the echo of the terminal; give a file with --passphrase-file FILE")
        }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(terminal, TCSAFLUSH, &silent)
        // What was typed ahead is for whoever reads next.
        defer { tcsetattr(terminal, TCSADRAIN, &before) }
        return try body()
    }

    private static func line(from terminal: CInt, until signals: CaughtSignals) throws -> SecretBytes {
        let secret = try SecretBytes(capacity: 1024) { buffer in try read(from: terminal, until: signals, into: buffer)
        }
        if secret.count == 0 { throw KeyCommandError(.noPassphrase, "the passphrase is empty; try again") }
        return secret
    }

    /// - Returns: the number of bytes.
    private static func read(
        from terminal: CInt, until signals: CaughtSignals, into buffer: UnsafeMutableRawBufferPointer
    ) throws -> Int {
        var count = 0
        while count < buffer.count {
            var byte: UInt8 = 0
            guard signals.wait(for: terminal) else {
                throw KeyCommandError(.noPassphrase, "interrupted; nothing was changed")
            }
            let result = Glibc.read(terminal, &byte, 1)
            if result < 0, errno == EINTR { continue }
            guard result == 1 else { break }
            switch byte {
            case 0x0A, 0x0D, 0x04: return count
            case 0x03: throw KeyCommandError(.noPassphrase, "interrupted; nothing was changed")
            case 0x15: count = 0
            case 0x7F, 0x08:
                // A whole character of UTF-8.
                while count > 0 {
                    count -= 1
                    if buffer[count] & 0xC0 != 0x80 { break }
                }
            default:
                buffer[count] = byte
                count += 1
            }
        }
        throw KeyCommandError(.noPassphrase, "the passphrase is longer than 1024 bytes, or the terminal closed")
    }

    private static func write(_ text: String, to terminal: CInt) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(terminal, bytes, bytes.count)
    }
}
