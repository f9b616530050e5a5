internal import COpenSSL
public import Diagnostics
internal import Secrets

/// The private half of an Ed25519 key pair (RFC 8032): signs.
///
/// The key is in OpenSSL's memory alone, which OpenSSL wipes when the last reference goes.
public final class SigningKey: CustomStringConvertible, CustomReflectable {
    /// The length of a signature in bytes.
    public static let signatureSize = 64
    /// The length of the secret that the key is made from, in bytes.
    static let secretSize = 32

    private let key: OpaquePointer
    /// The public half.
    public let verifyingKey: VerifyingKey

    /// A new key.
    public init() throws(SignatureError) {
        let made = Self.made { context in
            var key: OpaquePointer?
            guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_keygen(context, &key) == 1 else { return nil }
            return key
        }
        guard let made, let verifyingKey = Self.publicHalf(of: made) else { throw Self.failure }
        key = made
        self.verifyingKey = verifyingKey
    }

    /// A key from its secret.
    ///
    /// - Parameter secret: 32 bytes. The caller wipes them.
    init(secret: [UInt8]) throws(SignatureError) {
        guard secret.count == Self.secretSize,
            let made = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, secret, secret.count),
            let verifyingKey = Self.publicHalf(of: made)
        else { throw Self.failure }
        key = made
        self.verifyingKey = verifyingKey
    }

    /// A key from a `PRIVATE KEY` in PEM (RFC 7468, RFC 8410).
    ///
    /// - Parameters:
    ///   - pem: the whole file. The caller wipes it.
    ///   - file: the name of the file for messages.
    public convenience init(pem: [UInt8], file: String) throws(SignatureError) {
        guard var secret = KeyPEM.privateKey.decode(pem) else {
            throw SignatureError(
                .malformedKey, "\(file): not an Ed25519 key; make one with \"unloop log key\", or copy it again")
        }
        defer { secret.wipe() }
        try self.init(secret: secret)
    }

    deinit { EVP_PKEY_free(key) }

    /// Whether bytes begin as a private key in PEM does, sound or not.
    public static func isRecognised(_ bytes: [UInt8]) -> Bool { KeyPEM.privateKey.isRecognised(bytes) }

    /// Lends the key as PEM, as `openssl pkey` reads it, and wipes it.
    public func withPEM<Result>(_ body: ([UInt8]) throws -> Result) throws -> Result {
        var secret = [UInt8](repeating: 0, count: Self.secretSize)
        defer { secret.wipe() }
        var count = secret.count
        guard EVP_PKEY_get_raw_private_key(key, &secret, &count) == 1, count == Self.secretSize else {
            throw Self.failure
        }
        var pem = KeyPEM.privateKey.encode(secret)
        defer { pem.wipe() }
        return try body(pem)
    }

    /// The signature of a message, 64 bytes. The same message has the same signature.
    public func sign(_ message: [UInt8]) throws(SignatureError) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw Self.failure }
        defer { EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: Self.signatureSize)
        var count = signature.count
        guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
            EVP_DigestSign(context, &signature, &count, message, message.count) == 1, count == Self.signatureSize
        else { throw Self.failure }
        return signature
    }

    /// The public half, and nothing of the private one.
    public var description: String { "(private half of \(verifyingKey))" }
    /// Nothing: what debuggers and `dump` show.
    public var customMirror: Mirror { Mirror(self, children: []) }

    private static func made(_ body: (OpaquePointer) -> OpaquePointer?) -> OpaquePointer? {
        guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        return body(context)
    }

    private static func publicHalf(of key: OpaquePointer) -> VerifyingKey? {
        var bytes = [UInt8](repeating: 0, count: VerifyingKey.size)
        var count = bytes.count
        guard EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1, count == bytes.count else { return nil }
        return VerifyingKey(bytes: bytes)
    }

    private static var failure: SignatureError {
        SignatureError(
            .cryptographyFailed, "Ed25519 of OpenSSL failed, mostly for want of memory; free some and try again")
    }
}
