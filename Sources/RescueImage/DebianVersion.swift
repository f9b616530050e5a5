/// A version of a Debian package, in the order of Debian Policy, section 5.6.12.
struct DebianVersion: Sendable, Comparable {
    private let epoch: Int
    private let upstream: [UInt8]
    private let revision: [UInt8]

    init(_ text: String) {
        var rest = text[...]
        var epoch = 0
        if let colon = rest.firstIndex(of: ":") {
            epoch = Int(rest[..<colon]) ?? 0
            rest = rest[rest.index(after: colon)...]
        }
        self.epoch = epoch
        let dash = rest.lastIndex(of: "-")
        upstream = Array(rest[..<(dash ?? rest.endIndex)].utf8)
        revision = dash.map { Array(rest[rest.index(after: $0)...].utf8) } ?? []
    }

    static func < (left: Self, right: Self) -> Bool { left.compare(right) < 0 }
    static func == (left: Self, right: Self) -> Bool { left.compare(right) == 0 }

    private func compare(_ other: Self) -> Int {
        if epoch != other.epoch { return epoch - other.epoch }
        let first = Self.compare(upstream, other.upstream)
        return first != 0 ? first : Self.compare(revision, other.revision)
    }

    /// Compares runs of other characters and runs of digits in turn. `~` sorts before the end, letters before the rest.
    private static func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var left = left[...]
        var right = right[...]
        while !left.isEmpty || !right.isEmpty {
            while left.first.map({ !isDigit($0) }) ?? false || right.first.map({ !isDigit($0) }) ?? false {
                let difference = order(left.first) - order(right.first)
                if difference != 0 { return difference }
                left = left.dropFirst()
                right = right.dropFirst()
            }
            let numbers = (number(&left), number(&right))
            if numbers.0.count != numbers.1.count { return numbers.0.count - numbers.1.count }
            if numbers.0 != numbers.1 { return numbers.0.lexicographicallyPrecedes(numbers.1) ? -1 : 1 }
        }
        return 0
    }

    /// Takes the digits at the start, without leading zeros; numbers may be longer than any integer.
    private static func number(_ text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = text.prefix(while: isDigit)
        text = text.dropFirst(digits.count)
        return digits.drop { $0 == UInt8(ascii: "0") }
    }

    private static func order(_ byte: UInt8?) -> Int {
        guard let byte, !isDigit(byte) else { return 0 }
        if byte == UInt8(ascii: "~") { return -1 }
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        return isLetter ? Int(byte) : Int(byte) + 256
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
