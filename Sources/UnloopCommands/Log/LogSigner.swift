internal import Diagnostics
internal import Secrets
internal import Signatures

/// A key whose signatures count.
struct LogSigner: Sendable {
    /// The file that has its public half, as it was named.
    let name: String
    let key: VerifyingKey

    /// Reads the public half of a key.
    init(of path: String) throws {
        var content = try CommandFile.content(of: path, limit: 1 << 16)
        // It may be the private half, which is refused.
        defer { content.wipe() }
        name = path
        key = try VerifyingKey(pem: content, file: path)
    }
}
