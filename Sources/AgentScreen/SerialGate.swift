/// Keeps noise on a serial line from counting as keys: nothing passes before a person has pressed Enter three times.
///
/// Uninterruptible power supplies, modems and floating lines send bytes of any kind, and one of them would end the last page.
struct SerialGate {
    private(set) var isOpen = false
    private var count = 0

    /// What a person has typed, of the bytes that came.
    mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
        guard !isOpen else { return bytes }
        for (index, byte) in bytes.enumerated() {
            count = byte == 0x0D || byte == 0x0A ? count + 1 : 0
            if count == 3 {
                isOpen = true
                return Array(bytes[(index + 1)...])
            }
        }
        return []
    }
}
