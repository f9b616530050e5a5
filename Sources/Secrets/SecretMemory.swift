internal import CLinux
internal import COpenSSL
internal import Glibc

/// OpenSSL's secure heap (OPENSSL_secure_malloc(3)): pages that are locked in memory, left out of core dumps, and fenced by pages
/// that nobody can read. What no longer fits lies in ordinary memory: an export may hold 100,000 keys. No process of these programs
/// leaves a core dump anyway (`PrivateProcess`).
enum SecretMemory {
    /// The smallest piece, in bytes: a recovery password has 55.
    private static let piece = 64
    /// What a process may lock without root on most systems, in bytes.
    private static let smallest = 64 << 10
    private static let largest = 4 << 20

    /// Made once. Its size is a power of two, as OpenSSL wants it, and within what this process may lock.
    private static let hasHeap: Bool = {
        let allowed = geteuid() == 0 ? largest * 4 : Int(clamping: clinux_lockable_memory())
        // Half of it at most: libraries lock memory too.
        var size = smallest
        while size * 4 <= allowed, size < largest { size *= 2 }
        // 2: made, and not locked.
        return CRYPTO_secure_malloc_init(size, piece) != 0
    }()

    static func allocate(_ count: Int) -> UnsafeMutableRawBufferPointer {
        if hasHeap, count > 0, let start = CRYPTO_secure_malloc(count, #fileID, #line) {
            return UnsafeMutableRawBufferPointer(start: start, count: count)
        }
        return .allocate(byteCount: count, alignment: 16)
    }

    /// Wipes it, and gives it back.
    static func free(_ buffer: UnsafeMutableRawBufferPointer) {
        OPENSSL_cleanse(buffer.baseAddress, buffer.count)
        if hasHeap, let start = buffer.baseAddress, CRYPTO_secure_allocated(start) != 0 {
            CRYPTO_secure_free(start, #fileID, #line)
        } else {
            buffer.deallocate()
        }
    }

    /// Whether memory is part of the heap.
    static func isSecure(_ start: UnsafeRawPointer?) -> Bool { hasHeap && CRYPTO_secure_allocated(start) != 0 }
}
