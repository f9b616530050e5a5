/// Keeps noise on a serial line from counting as keys: nothing passes before a person has pressed Enter three times, one after
/// the other.
///
/// Uninterruptible power supplies, modems and floating lines send bytes of any kind, lines that echo send the pages that were
/// written to them, and one byte would end the last page. Empty lines of a page follow each other in milliseconds; a person's
/// keys do not.
struct SerialGate {
    /// The least time between two keys of a person, in milliseconds.
    static let pause = 150

    private(set) var isOpen = false
    private var count = 0
    private var last: Int?
    private var isAfterReturn = false

    /// What a person has typed, of the bytes that came.
    ///
    /// - Parameter time: When they came, in milliseconds from any moment on.
    mutating func pass(_ bytes: [UInt8], at time: Int) -> [UInt8] {
        var passed: [UInt8] = []
        for byte in bytes {
            // Some terminals send a line feed with each return.
            let isSecondHalf = byte == 0x0A && isAfterReturn
            isAfterReturn = byte == 0x0D
            if isSecondHalf { continue }
            if isOpen {
                passed.append(byte)
            } else if byte == 0x0D {
                count = last.map { time - $0 >= Self.pause } == false ? 1 : count + 1
                last = time
                isOpen = count == 3
            } else {
                (count, last) = (0, nil)
            }
        }
        return passed
    }
}
