internal import COpenSSL
internal import Secrets

/// What age needs of OpenSSL's libcrypto.
enum Cryptography {
    /// A key of 32 bytes from a passphrase: scrypt (RFC 7914) with r = 8 and p = 1.
    ///
    /// - Parameter workFactor: the base-2 logarithm of N; 2^(workFactor + 10) bytes of memory are used.
    static func scrypt(_ passphrase: SecretBytes, salt: [UInt8], workFactor: Int) throws(KeyError) -> SecretBytes {
        let cost = UInt64(1) << UInt64(workFactor)
        var key = [UInt8](repeating: 0, count: 32)
        defer { key.wipe() }
        let status = passphrase.withBytes { passphrase in
            EVP_PBE_scrypt(
                passphrase.baseAddress, passphrase.count, salt, salt.count, cost, 8, 1, cost * 1024 + 1 << 20, &key, 32)
        }
        guard status == 1 else {
            throw KeyError(
                .cryptographyFailed,
                "stretching the passphrase needs \(cost >> 10 + 1) MiB of memory, which could not be had; free some")
        }
        return SecretBytes(key)
    }

    /// A key of 32 bytes from a key: HKDF (RFC 5869) with SHA-256, of which 32 bytes are the first block.
    static func hkdf(_ key: SecretBytes, salt: [UInt8], info: String) throws(KeyError) -> SecretBytes {
        let extracted = try key.withBytes { (bytes) throws(KeyError) in
            try hmac(SecretBytes(salt), Array(bytes))
        }
        return try hmac(extracted, Array(info.utf8) + [1])
    }

    /// HMAC-SHA-256 (RFC 2104) of a message, which is wiped.
    static func hmac(_ key: SecretBytes, _ message: consuming [UInt8]) throws(KeyError) -> SecretBytes {
        var code = [UInt8](repeating: 0, count: 32)
        var message = message
        defer {
            code.wipe()
            message.wipe()
        }
        let result = key.withBytes { key in
            HMAC(EVP_sha256(), key.baseAddress, CInt(key.count), message, message.count, &code, nil)
        }
        guard result != nil else { throw failure("HMAC") }
        return SecretBytes(code)
    }

    /// Random bytes fit for keys.
    static func random(_ count: Int) throws(KeyError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&bytes, CInt(count)) == 1 else { throw failure("the random generator") }
        return bytes
    }

    static func failure(_ what: String) -> KeyError {
        KeyError(.cryptographyFailed, "\(what) of OpenSSL failed, mostly for want of memory; free some and try again")
    }
}
