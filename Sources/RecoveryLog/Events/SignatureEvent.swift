public import Diagnostics
public import Digests
public import Signatures

/// The line behind the end of a run, where the stick had a key for signing: whoever wrote the lines before it had that key.
public struct SignatureEvent: Sendable, Equatable, Codable {
    /// The public half of the key, in 64 hexadecimal digits.
    public let key: String
    /// The signature of `message(run:after:)`, in 128 hexadecimal digits (Ed25519, RFC 8032).
    public let signature: String

    /// A signature as a log has it.
    public init(key: String, signature: String) {
        self.key = key
        self.signature = signature
    }

    /// The signature of a log.
    ///
    /// - Parameters:
    ///   - run: the run's identifier.
    ///   - last: the hash of the log's last line.
    public init(of run: String, after last: SHA256Digest, by key: SigningKey) throws(SignatureError) {
        self.key = key.verifyingKey.description
        signature = Hexadecimal.encode(try key.sign(Self.message(run: run, after: last)))
    }

    /// What is signed: three lines with the log's format, the run, and the hash of the line before the signature, which all
    /// lines before depend on.
    public static func message(run: String, after last: SHA256Digest) -> [UInt8] {
        Array("\(recoveryLogSchema)\n\(run)\n\(last)\n".utf8)
    }

    /// The public half of the key; nil where the log has none of the right form.
    public var verifyingKey: VerifyingKey? { VerifyingKey(hexadecimal: key) }

    /// Whether the signature is one of a message by the key that the log names. That says nothing about whose key it is.
    public func isValid(of message: [UInt8]) -> Bool {
        guard let verifyingKey, let signature = Hexadecimal.decode(signature) else { return false }
        return verifyingKey.isValid(signature, of: message)
    }
}
