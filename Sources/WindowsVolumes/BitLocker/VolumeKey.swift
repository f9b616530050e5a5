internal import Secrets

/// The key that a BitLocker volume is encrypted with, as one of its protectors gave it. It shows nothing of itself.
public final class VolumeKey: CustomStringConvertible, CustomReflectable, Sendable {
    /// What may be shown of a key.
    public let description = "(a volume key)"
    /// Nothing: `dump` and a debugger's summary see no bytes either.
    public var customMirror: Mirror { Mirror(self, children: []) }
    private let bytes: SecretBytes

    init(_ bytes: SecretBytes) { self.bytes = bytes }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { bytes.withBytes(body) }
}
