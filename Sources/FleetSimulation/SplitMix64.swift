/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers from the same seed, on every machine.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator; a seed gives the same numbers each time.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something happens that happens `count` times in a thousand.
    mutating func happens(_ count: Int) -> Bool { Int.random(in: 0..<1000, using: &self) < count }

    /// Lower-case hexadecimal digits.
    mutating func hexadecimal(_ count: Int) -> String {
        String((0..<count).map { _ in "0123456789abcdef".randomElement(using: &self) ?? "0" })
    }

    /// A GUID.
    mutating func guid() -> String { [8, 4, 4, 4, 12].map { hexadecimal($0) }.joined(separator: "-") }
}
