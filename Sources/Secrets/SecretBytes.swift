internal import COpenSSL

/// Bytes that nobody should see: they are kept out of swap and of core dumps as far as there is room for that, are wiped when the
/// last reference goes, and do not print themselves.
///
/// Whoever copies them out of `withBytes` must wipe the copy.
public final class SecretBytes: Sendable {
    // Unchecked, because pointers are not Sendable: written before anyone else has the object, and when nobody has it.
    private nonisolated(unsafe) let storage: UnsafeMutableRawBufferPointer

    /// A copy of bytes. The original is the caller's to wipe.
    public init(_ bytes: some Collection<UInt8>) {
        storage = SecretMemory.allocate(bytes.count)
        storage.copyBytes(from: bytes)
    }

    /// Bytes that `body` puts into a buffer of at most `capacity` bytes.
    ///
    /// - Parameter body: returns how many they are.
    public init<Failure: Error>(
        capacity: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        let buffer = SecretMemory.allocate(capacity)
        defer { SecretMemory.free(buffer) }
        let count = min(max(try body(buffer), 0), capacity)
        storage = SecretMemory.allocate(count)
        storage.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }

    deinit { SecretMemory.free(storage) }

    /// The number of bytes.
    public var count: Int { storage.count }

    /// Lends the bytes to `body`.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(storage))
    }
}

extension SecretBytes: Hashable {
    /// Whether the bytes are the same.
    public static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left.storage.baseAddress, right.storage.baseAddress, left.count) == 0
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes: UnsafeRawBufferPointer(storage)) }
}

extension SecretBytes: CustomStringConvertible, CustomReflectable {
    /// Says that there is a secret, and not which.
    public var description: String { "(secret)" }
    /// Nothing: what debuggers and `dump` show.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension [UInt8] {
    /// Overwrites the bytes, and empties the array. Copies of the array keep what they have.
    public mutating func wipe() {
        withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
        removeAll()
    }
}
