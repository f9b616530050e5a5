internal import Glibc

/// The key that a BitLocker volume is encrypted with, as one of its protectors gave it. Its bytes are wiped when the last
/// user lets go of it, and it shows nothing of itself.
public final class VolumeKey: CustomStringConvertible, CustomReflectable, Sendable {
    /// What may be shown of a key.
    public let description = "(a volume key)"
    /// Nothing: `dump` and a debugger's summary see no bytes either.
    public var customMirror: Mirror { Mirror(self, children: []) }
    // Written before the object exists and never again: any thread may read it.
    private nonisolated(unsafe) let storage: UnsafeMutableRawBufferPointer
    private let count: Int

    /// Takes over a buffer, of which the first `count` bytes are the key; all of it is wiped in the end.
    init(owning buffer: UnsafeMutableRawBufferPointer, count: Int) {
        storage = buffer
        self.count = count
    }

    deinit {
        if let start = storage.baseAddress { explicit_bzero(start, storage.count) }
        storage.deallocate()
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(rebasing: storage[..<count]))
    }
}
