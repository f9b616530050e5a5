/// What a disk's write cache loses when power is cut: of the writes in it a third is on the medium, a third is not, and
/// of a third some units are. Which ones the seed decides, so that a cut can be repeated.
public struct CacheLoss: Sendable {
    /// The number of bytes that reach the medium together or not at all, at a multiple of it.
    private let unit: Int64
    private var state: UInt64

    /// - Parameter unit: the size of the medium's own sectors in bytes: 512 of a stick, 4096 of a disk.
    public init(seed: UInt64, unit: Int64) {
        state = seed
        self.unit = unit
    }

    /// The parts of a write that are on the medium.
    mutating func survivors(of write: Range<Int64>) -> [Range<Int64>] {
        switch next() % 3 {
        case 0: return [write]
        case 1: return []
        default:
            let first = write.lowerBound / unit
            return stride(from: first * unit, to: write.upperBound, by: Int(unit)).compactMap { start in
                next() % 2 == 0 ? nil : (start..<start + unit).clamped(to: write)
            }
        }
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers from the same seed, everywhere.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
