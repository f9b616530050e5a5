internal import COpenSSL
internal import Glibc

/// SHA-256 over data that arrives in pieces, computed by OpenSSL.
public final class SHA256Hasher {
    private let context: OpaquePointer

    /// A hasher that has seen nothing yet.
    public init() {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("out of memory for a SHA-256 context") }
        precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "OpenSSL offers no SHA-256")
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes to what is hashed.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// Adds bytes to what is hashed.
    public func update(_ bytes: some Sequence<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ update(UnsafeRawBufferPointer($0)) }) == nil {
            Array(bytes).withUnsafeBytes { update($0) }
        }
    }

    /// The hash of all that was added. The hasher starts anew afterwards.
    public func finalize() -> SHA256Digest {
        var digest = [UInt8](repeating: 0, count: 32)
        _ = EVP_DigestFinal_ex(context, &digest, nil)
        _ = EVP_DigestInit_ex(context, EVP_sha256(), nil)
        return SHA256Digest(bytes: digest)
    }

    /// The hash of `bytes`.
    public static func hash(_ bytes: some Sequence<UInt8>) -> SHA256Digest {
        let hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finalize()
    }

    /// The hash of what can be read from a file descriptor, from its current position to its end.
    ///
    /// - Throws: errno as `Errno`-like code through `DigestReadError` when a read fails.
    public static func hash(fileDescriptor: CInt) throws(DigestReadError) -> SHA256Digest {
        let hasher = SHA256Hasher()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 4096)
        defer { buffer.deallocate() }
        while true {
            let count = read(fileDescriptor, buffer.baseAddress, buffer.count)
            if count == 0 { return hasher.finalize() }
            if count < 0 {
                if errno == EINTR { continue }
                throw DigestReadError(number: errno)
            }
            hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}

/// A read failed while hashing; the value of errno.
public struct DigestReadError: Error, Sendable {
    /// The value of errno.
    public let number: CInt
}
