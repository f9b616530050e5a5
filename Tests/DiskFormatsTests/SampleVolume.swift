@testable import DiskFormats

/// A FAT12 volume made by hand: 40 sectors of 512 bytes, one a cluster; two tables of one sector each in sectors 1 and 2,
/// the root directory in sector 3, cluster 2 in sector 4.
struct SampleVolume {
    private(set) var bytes = [UInt8](repeating: 0, count: 40 * 512)

    /// With `logs` in cluster 2, and in it `ab.jsonl` of 600 bytes in clusters 3 and 4.
    init() {
        put([0xEB, 0x3C, 0x90], at: 0)
        put([0, 2, 1, 1, 0, 2, 16, 0, 40, 0, 0xF8, 1, 0], at: 11)
        put([0x78, 0x56, 0x34, 0x12], at: 39)
        put([0x55, 0xAA], at: 510)
        setLink(of: 0, to: 0xFF8)
        setLink(of: 1, to: 0xFFF)
        setLink(of: 2, to: 0xFFF)
        setLink(of: 3, to: 4)
        setLink(of: 4, to: 0xFFF)
        put(Self.entry("UNLOOP-LOG ", 0x08, cluster: 0, size: 0), at: root)
        put(Self.entry("LOGS       ", 0x10, cluster: 2, size: 0), at: root + 32)
        put(Self.entry(".          ", 0x10, cluster: 2, size: 0), at: cluster(2))
        put(Self.entry("..         ", 0x10, cluster: 0, size: 0), at: cluster(2) + 32)
        put(Self.longName, at: cluster(2) + 64)
        put(Self.entry("A~1     JSO", 0x20, cluster: 3, size: 600), at: cluster(2) + 96)
        put([UInt8](repeating: 7, count: 600), at: cluster(3))
    }

    let root = 3 * 512
    func cluster(_ number: Int) -> Int { (number + 2) * 512 }
    var source: MemoryBytes { MemoryBytes(bytes) }

    mutating func put(_ new: [UInt8], at place: Int) { bytes.replaceSubrange(place..<place + new.count, with: new) }

    /// Sets an entry of 12 bits in both tables.
    mutating func setLink(of cluster: Int, to number: Int, tables: [Int] = [0, 1]) {
        for table in tables {
            let place = 512 + table * 512 + cluster * 3 / 2
            if cluster.isMultiple(of: 2) {
                bytes[place] = UInt8(number & 0xFF)
                bytes[place + 1] = bytes[place + 1] & 0xF0 | UInt8(number >> 8)
            } else {
                bytes[place] = bytes[place] & 0x0F | UInt8(number & 0xF) << 4
                bytes[place + 1] = UInt8(number >> 4)
            }
        }
    }

    static func entry(_ name: String, _ attributes: UInt8, cluster: Int, size: Int) -> [UInt8] {
        Array(name.utf8) + [attributes] + [UInt8](repeating: 0, count: 14)
            + [UInt8(cluster & 0xFF), UInt8(cluster >> 8)] + (0..<4).map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) }
    }

    /// `ab.jsonl` in one piece, with the checksum of `A~1     JSO`.
    static let longName: [UInt8] = {
        let units = Array("ab.jsonl".utf16).flatMap { [UInt8($0), 0] } + [0, 0] + [UInt8](repeating: 0xFF, count: 8)
        let sum = FATLongName.checksum(ofShort: "A~1     JSO".utf8)
        return [0x41] + units[0..<10] + [0x0F, 0, sum] + units[10..<22] + [0, 0] + units[22..<26]
    }()
}
