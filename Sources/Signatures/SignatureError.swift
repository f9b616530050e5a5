public import Diagnostics

/// What went wrong.
public enum SignatureErrorCode: String, ErrorCode {
    /// The bytes are not an Ed25519 key in PEM.
    case malformedKey = "signing-key-malformed"
    /// OpenSSL failed for another reason than its input, mostly for want of memory.
    case cryptographyFailed = "signing-failed"
}

/// A key cannot be read, or a signature not made.
public typealias SignatureError = CodedError<SignatureErrorCode>
