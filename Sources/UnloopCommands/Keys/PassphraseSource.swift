internal import Diagnostics
internal import RecoveryKeys
internal import Secrets

/// Where a passphrase comes from.
enum PassphraseSource {
    /// The first line of a file; `-` is standard input.
    case file(String)
    /// The terminal, without echo.
    case terminal

    /// The passphrase that opens a file.
    func passphrase(for file: String) throws -> SecretBytes {
        switch self {
        case .file(let path): try Self.firstLine(of: path)
        case .terminal: try SecretPrompt.ask("Passphrase of \(file): ")
        }
    }

    /// The passphrase for a new file: asked for twice, because a mistyped one could not be opened again.
    func newPassphrase(for file: String) throws -> SecretBytes {
        guard case .terminal = self else { return try passphrase(for: file) }
        let passphrase = try SecretPrompt.ask("Passphrase for \(file): ")
        guard try SecretPrompt.ask("Repeat it: ") == passphrase else {
            throw KeyCommandError(.noPassphrase, "the two passphrases differ; try again")
        }
        return passphrase
    }

    private static func firstLine(of path: String) throws -> SecretBytes {
        var content = try KeySources.content(of: path)
        defer { content.wipe() }
        let line = content.prefix { $0 != UInt8(ascii: "\n") }
        let passphrase = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        guard !passphrase.isEmpty else {
            throw KeyCommandError(.noPassphrase, "\(path): its first line is empty; put the passphrase there")
        }
        return SecretBytes(passphrase)
    }
}
