internal import CCryptsetup
internal import Synchronization

/// What libcryptsetup says while it works on a volume: kept from the console, and searched for the one thing that its
/// status codes do not say.
final class LibraryMessages: Sendable {
    private let sawTampering = Atomic(false)

    /// Whether the metadata's hash did not match what the volume's master key says it is.
    var tellOfTampering: Bool { sawTampering.load(ordering: .relaxed) }

    /// Receives a volume's messages; this object must outlive the volume's handle.
    func listen(to handle: OpaquePointer) {
        // Debugging messages hold no secrets; without them the library does not say why a key failed.
        crypt_set_debug_level(CInt(CRYPT_DEBUG_ALL))
        // What is said of no volume in particular (device-mapper's part) would go to the console.
        crypt_set_log_callback(nil, { _, _, _ in }, nil)
        crypt_set_log_callback(
            handle,
            { _, text, context in
                guard let text, let context else { return }
                let messages = Unmanaged<LibraryMessages>.fromOpaque(context).takeUnretainedValue()
                if String(cString: text).contains("Failed MAC validation") {
                    messages.sawTampering.store(true, ordering: .relaxed)
                }
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
