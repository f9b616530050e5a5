/// For each whole line of a log, a mark of the log up to there: so two copies of a log, one of which was cut, are known for
/// the same without keeping them.
struct LineMarks: Equatable {
    /// Eight bytes a line: FNV-1a with 64 bits, the least significant byte first. It need not withstand a forger: the copy
    /// that gives way could have been continued by anyone.
    let bytes: [UInt8]

    init(of log: [UInt8]) {
        var marks: [UInt8] = []
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in log {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            if byte == UInt8(ascii: "\n") { withUnsafeBytes(of: hash.littleEndian) { marks += $0 } }
        }
        bytes = marks
    }

    init(stored bytes: [UInt8]) { self.bytes = bytes }

    /// Whether every line that this log has begins the other one.
    func begin(_ other: LineMarks) -> Bool { other.bytes.starts(with: bytes) }
}
