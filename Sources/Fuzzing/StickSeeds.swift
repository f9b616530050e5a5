/// A FAT12 volume in 12 sectors, laid out as the parser documents it: `logs` with a log under a long name, bare and as the
/// partition of an MBR.
enum StickSeeds {
    static let all: [[UInt8]] = [volume, master + volume]

    static let volume = boot + table + root + logs + content + zeros(512 * 4)

    private static let boot: [UInt8] =
        pad(
            [0xEB, 0x3C, 0x90] + Array("MTOO4043".utf8) + [0, 2, 1, 1, 0, 1, 16, 0, 12, 0, 0xF8, 1, 0], to: 510) + [
            0x55, 0xAA,
        ]
    /// Cluster 2 is `logs`, 3 and 4 are the log.
    private static let table = pad([0xF8, 0xFF, 0xFF, 0xFF, 0x4F, 0x00, 0xFF, 0x0F], to: 512)
    static let root = pad(
        entry("UNLOOP-LOG ", 0x08, cluster: 0, size: 0) + entry("LOGS       ", 0x10, cluster: 2, size: 0), to: 512)
    private static let logs = pad(
        entry(".          ", 0x10, cluster: 2, size: 0) + longName + entry("A~1     JSO", 0x20, cluster: 3, size: 600),
        to: 512)
    static let content = pad(Array("{\"event\":\"start\"}\n".utf8), to: 1024)

    /// `ab.jsonl` in one piece, with the checksum of `A~1     JSO`.
    static let longName: [UInt8] = {
        let units = Array("ab.jsonl".utf16).flatMap { [UInt8($0), 0] } + [0, 0] + [UInt8](repeating: 0xFF, count: 8)
        let sum = "A~1     JSO".utf8.reduce(UInt8(0)) { ($0 >> 1 | $0 << 7) &+ $1 }
        return [0x41] + units[0..<10] + [0x0F, 0, sum] + units[10..<22] + [0, 0] + units[22..<26]
    }()

    private static let master: [UInt8] =
        pad(zeros(446) + [0, 0, 2, 0, 6, 0, 0, 0, 1, 0, 0, 0, 12, 0, 0, 0], to: 510) + [0x55, 0xAA]

    static func entry(_ name: String, _ attributes: UInt8, cluster: UInt8, size: Int) -> [UInt8] {
        Array(name.utf8) + [attributes] + zeros(14) + [cluster, 0, UInt8(size & 0xFF), UInt8(size >> 8), 0, 0]
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    private static func pad(_ bytes: [UInt8], to size: Int) -> [UInt8] { bytes + zeros(max(size - bytes.count, 0)) }
}
