internal import Diagnostics
internal import Foundation
internal import RecoveryKeys

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
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024)
        defer { bytes.wipe() }
        while bytes.count < 1024 {
            var byte: UInt8 = 0
            guard signals.wait(for: terminal) else {
                throw KeyCommandError(.noPassphrase, "interrupted; nothing was changed")
            }
            let count = read(terminal, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { break }
            switch byte {
            case 0x0A, 0x0D, 0x04:
                if bytes.isEmpty { throw KeyCommandError(.noPassphrase, "the passphrase is empty; try again") }
                return SecretBytes(bytes)
            case 0x03: throw KeyCommandError(.noPassphrase, "interrupted; nothing was changed")
            case 0x15: bytes.removeAll(keepingCapacity: true)
            case 0x7F, 0x08:
                // A whole character of UTF-8.
                while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
            default: bytes.append(byte)
            }
        }
        throw KeyCommandError(.noPassphrase, "the passphrase is longer than 1024 bytes, or the terminal closed")
    }

    private static func write(_ text: String, to terminal: CInt) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(terminal, bytes, bytes.count)
    }
}
