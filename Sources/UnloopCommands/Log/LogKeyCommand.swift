internal import ArgumentParser
internal import Diagnostics
internal import Foundation
internal import RecoveryKeys
internal import RecoveryLog
internal import Secrets
internal import Signatures
internal import Vocabulary

/// `unloop log key`: a key that signs logs.
struct LogKeyCommand: UnloopSubcommand {
    static let verb = Verb.logKey
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Make a key that signs logs.",
        discussion: verb.help(
            """
            Makes an Ed25519 key for a site or a campaign, in two files:
              log-signing.key  the private half, which signs. It is sealed with a passphrase, as "unloop keys seal" does. \
            Put it on sticks with "unloop write --keys log-signing.key", or into the folder keys of UNLOOP-LOG under this \
            name. Each machine asks for its passphrase and signs its log; one passphrase may open the recovery keys too.
              log-signing.pub  the public half. Keep it at the desk, for "unloop log verify --key".
            A signature proves that a log was written with this key, by whoever has the file and its passphrase.
            """,
            examples: """
                  unloop log key --folder site-7
                  unloop log verify --key site-7/log-signing.pub returned/*.zip
                """))

    @Option(
        help: ArgumentHelp("Where the two files are made. They must not exist yet.", valueName: "folder"),
        completion: .directory)
    var folder = "."

    @Flag(help: "Leave the private half unsealed: machines ask nothing, and whoever has a stick can sign.")
    var open = false

    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var common: CommonOptions

    /// A passphrase is for a sealed key.
    func validate() throws {
        if open, passphrase.passphraseFile != nil {
            throw ValidationError("--open and --passphrase-file exclude each other.")
        }
    }

    func run() throws {
        let prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : "\(folder)/"
        let (path, publicPath) = (prefix + StickName.signingKey, prefix + "log-signing.pub")
        for path in [path, publicPath] {
            var status = stat()
            if lstat(path, &status) == 0 { throw Self.exists(path) }
        }
        let key = try SigningKey()
        var content = try privateHalf(of: key, for: path)
        defer { content.wipe() }
        try Self.write(key.verifyingKey.pem, to: publicPath)
        do {
            try Self.write(content, to: path)
        } catch {
            unlink(publicPath)
            throw error
        }
        common.console.note(
            "Put \(path) on sticks with \"unloop write --keys\", and keep \(publicPath) for \"unloop log verify --key\"."
        )
        print(publicPath)
    }

    /// The file's content, which is the caller's to wipe.
    private func privateHalf(of key: SigningKey, for path: String) throws -> [UInt8] {
        if open {
            common.console.complain("\(path): not sealed: whoever has a stick with it can sign logs")
            return try key.withPEM { $0 }
        }
        let secret = try passphrase.source.newPassphrase(for: path)
        common.console.note("Sealing \(path) …")
        return try key.withPEM { try SealedFile.seal($0, passphrase: secret) }
    }

    private static func write(_ content: [UInt8], to path: String) throws {
        do throws(SystemCallError) {
            try FileDraft(of: path) {}.replace(with: content, isNew: true)
        } catch {
            guard error.number != EEXIST else { throw exists(path) }
            throw KeyCommandError(
                .unwritable,
                "\(path): cannot be written: \(String(cString: strerror(error.number))); check its folder's permissions "
                    + "and free space, or name another --folder",
                cause: error)
        }
    }

    private static func exists(_ path: String) -> KeyCommandError {
        KeyCommandError(.outputExists, "\(path): exists already; name another --folder, or keep using this key")
    }
}
