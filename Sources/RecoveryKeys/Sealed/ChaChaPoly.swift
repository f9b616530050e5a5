internal import COpenSSL
internal import Secrets

/// ChaCha20-Poly1305 (RFC 8439) without additional data, under one key.
struct ChaChaPoly: ~Copyable {
    /// The length of the tag behind the ciphertext, in bytes.
    static let tagSize = 16
    /// The length of a nonce, in bytes.
    static let nonceSize = 12

    private let context: OpaquePointer
    private let key: SecretBytes

    /// - Parameter key: 32 bytes.
    init(key: SecretBytes) throws(KeyError) {
        guard let context = EVP_CIPHER_CTX_new() else { throw Cryptography.failure("ChaCha20-Poly1305") }
        self.context = context
        self.key = key
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    /// Appends the ciphertext of a plaintext, and its tag.
    func seal(_ plaintext: ArraySlice<UInt8>, nonce: [UInt8], to output: inout [UInt8]) throws(KeyError) {
        var tag = [UInt8](repeating: 0, count: Self.tagSize)
        try begin(nonce: nonce, encrypts: true)
        guard update(plaintext, to: &output), finish(),
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, CInt(tag.count), &tag) == 1
        else { throw Cryptography.failure("ChaCha20-Poly1305") }
        output.append(contentsOf: tag)
    }

    /// Appends the plaintext of a ciphertext with its tag behind it.
    ///
    /// - Returns: Whether the tag is right; nothing is appended otherwise.
    func open(_ sealed: ArraySlice<UInt8>, nonce: [UInt8], to output: inout [UInt8]) throws(KeyError) -> Bool {
        guard sealed.count >= Self.tagSize else { return false }
        var tag = Array(sealed.suffix(Self.tagSize))
        let start = output.count
        try begin(nonce: nonce, encrypts: false)
        guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CInt(tag.count), &tag) == 1,
            update(sealed.dropLast(Self.tagSize), to: &output)
        else { throw Cryptography.failure("ChaCha20-Poly1305") }
        if finish() { return true }
        output.removeSubrange(start...)
        return false
    }

    private func begin(nonce: [UInt8], encrypts: Bool) throws(KeyError) {
        let status = key.withBytes { key in
            EVP_CipherInit_ex(
                context, EVP_chacha20_poly1305(), nil, key.bindMemory(to: UInt8.self).baseAddress, nonce,
                encrypts ? 1 : 0)
        }
        guard status == 1 else { throw Cryptography.failure("ChaCha20-Poly1305") }
    }

    private func update(_ input: ArraySlice<UInt8>, to output: inout [UInt8]) -> Bool {
        let start = output.count
        output.append(contentsOf: repeatElement(0, count: input.count))
        var written: CInt = 0
        let status = output.withUnsafeMutableBufferPointer { output in
            input.withUnsafeBufferPointer { input in
                EVP_CipherUpdate(
                    context, output.baseAddress.map { $0 + start }, &written, input.baseAddress, CInt(input.count))
            }
        }
        return status == 1 && written == input.count
    }

    private func finish() -> Bool {
        // A stream cipher has nothing left to write, but OpenSSL wants a place for it.
        var nothing = [UInt8](repeating: 0, count: 64)
        var written: CInt = 0
        return EVP_CipherFinal_ex(context, &nothing, &written) == 1
    }
}
