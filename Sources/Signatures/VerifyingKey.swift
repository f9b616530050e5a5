internal import COpenSSL
public import Diagnostics

/// The public half of an Ed25519 key pair (RFC 8032): checks signatures.
public struct VerifyingKey: Hashable, Sendable, CustomStringConvertible {
    /// The length of a key in bytes.
    public static let size = 32

    /// The key as RFC 8032 encodes it, always 32 bytes.
    public let bytes: [UInt8]

    /// A key from its 32 bytes; nil for any other number of bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.size else { return nil }
        self.bytes = bytes
    }

    /// A key from 64 hexadecimal digits, as `description` has them; nil for anything else.
    public init?(hexadecimal text: String) {
        guard let bytes = Hexadecimal.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// A key from a `PUBLIC KEY` in PEM (RFC 7468, RFC 8410).
    ///
    /// - Parameter file: the name of the file for messages.
    public init(pem: [UInt8], file: String) throws(SignatureError) {
        if SigningKey.isRecognised(pem) {
            throw SignatureError(
                .malformedKey, "\(file): this is the private half, which signs; name the public half (.pub)")
        }
        guard let bytes = KeyPEM.publicKey.decode(pem), let key = VerifyingKey(bytes: bytes) else {
            throw SignatureError(
                .malformedKey,
                "\(file): not the public half of a signing key; name the .pub file that \"unloop log key\" made")
        }
        self = key
    }

    /// The key as PEM, as `openssl pkey -pubin` reads it.
    public var pem: [UInt8] { KeyPEM.publicKey.encode(bytes) }

    /// The key in 64 lower-case hexadecimal digits.
    public var description: String { Hexadecimal.encode(bytes) }

    /// Whether a signature of a message was made with this key's private half.
    public func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == SigningKey.signatureSize,
            let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
        else { return false }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
