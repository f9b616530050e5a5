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
    /// When Enter was pressed last, in milliseconds, and how many returns and line feeds have come with it.
    private var last: Int?
    private var burst = 0

    /// What a person has typed, of the bytes that came.
    ///
    /// - Parameter time: When they came, in milliseconds from any moment on.
    mutating func pass(_ bytes: [UInt8], at time: Int) -> [UInt8] {
        var passed: [UInt8] = []
        for byte in bytes {
            // A terminal may hand on a return as a line feed, or send both.
            let isEnter = byte == 0x0D || byte == 0x0A
            if isOpen {
                let isRest = isEnter && last.map { time - $0 < Self.pause } == true
                last = nil
                if !isRest { passed.append(byte) }
            } else if !isEnter {
                (count, last, burst) = (0, nil, 0)
            } else if let before = last, time - before < Self.pause {
                (last, burst) = (time, burst + 1)
                if burst > 2 { count = 0 }
            } else {
                (count, last, burst) = (count + 1, time, 1)
                isOpen = count == 3
            }
        }
        return passed
    }
}
