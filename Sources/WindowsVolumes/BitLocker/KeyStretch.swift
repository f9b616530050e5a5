internal import COpenSSL
internal import Glibc

/// BitLocker's key stretch: 2^20 rounds of SHA-256, each over the hash of the round before, the hash of the key, the key
/// protector's salt and the round's number (libcryptsetup, `lib/bitlk/bitlk.c`, `bitlk_kdf`).
///
/// All of its 88 bytes fill two blocks with the padding, of which only the first hash and the number change.
enum KeyStretch {
    private static let rounds: UInt64 = 1 << 20
    static let hashSize = 32
    static let saltSize = 16

    /// Where the parts of a round's message are in its two blocks (FIPS 180-4, section 5.1.1 for the padding).
    private enum Place {
        static let last = 0
        static let key = 32
        static let salt = 64
        static let number = 80
        static let padding = 88
        /// The message's length in bits, big-endian, in the last two bytes.
        static let length = 126
        static let end = 128
    }

    /// Stretches the hash of a key and lends `body` the 32 bytes, which are wiped afterwards.
    ///
    /// - Parameters:
    ///   - hash: 32 bytes, the caller's to wipe.
    ///   - salt: 16 bytes.
    static func withStretched<Result>(
        _ hash: UnsafeRawBufferPointer, salt: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result? {
        guard hash.count == hashSize, salt.count == saltSize else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: Place.end, alignment: 16) { blocks in
            var context = SHA256_CTX()
            let start = blocks.bindMemory(to: UInt8.self).baseAddress
            defer {
                if let start { explicit_bzero(start, blocks.count) }
                withUnsafeMutableBytes(of: &context) { bytes in
                    if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
                }
            }
            blocks.initializeMemory(as: UInt8.self, repeating: 0)
            UnsafeMutableRawBufferPointer(rebasing: blocks[Place.key..<Place.salt]).copyMemory(from: hash)
            UnsafeMutableRawBufferPointer(rebasing: blocks[Place.salt..<Place.number]).copyBytes(from: salt)
            blocks[Place.padding] = 0x80
            blocks.storeBytes(of: UInt16(Place.padding * 8).bigEndian, toByteOffset: Place.length, as: UInt16.self)
            for round in 0..<rounds {
                blocks.storeBytes(of: round.littleEndian, toByteOffset: Place.number, as: UInt64.self)
                unloop_sha256_two_blocks(&context, start)
            }
            return body(UnsafeRawBufferPointer(rebasing: blocks[Place.last..<Place.key]))
        }
    }
}
