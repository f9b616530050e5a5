/// Sound volumes in the fewest sectors, laid out as the parsers document it.
enum VolumeSeeds {
    private typealias Run = (offset: Int64, bytes: [UInt8])

    /// An NTFS volume of 32 MiB: boot sector, the beginning of the file table with `$LogFile` and `$Volume`, two restart
    /// pages.
    static let ntfs: [UInt8] = {
        var boot = zeros(512)
        put([0xEB, 0x52, 0x90] + Array("NTFS    ".utf8), at: 0, into: &boot)
        put(little(512, 2) + [8], at: 11, into: &boot)
        put(little(65_536, 8) + little(4, 8) + little(8, 8) + [0xF6], at: 40, into: &boot)
        put([0x55, 0xAA], at: 510, into: &boot)
        // $Volume's information (type 0x70): version 3.1, dirty.
        let information = little(0, 8) + [3, 1] + little(1, 2)
        let volume = attribute(0x70, little(0, 1), little(12, 4) + little(24, 2) + little(0, 2) + information)
        // $LogFile's content (type 0x80): 512 clusters from cluster 100.
        let runs: [UInt8] = [0x12] + little(512, 2) + little(100, 1) + [0]
        let log = attribute(0x80, little(1, 1), zeros(16) + little(64, 2) + zeros(30) + runs)
        let page = pad(Array("RSTR".utf8) + zeros(20) + little(48, 2) + little(1, 2) + little(1, 2), to: 48)
        let area = little(7, 8) + little(1, 2) + little(0xFFFF, 2) + little(0xFFFF, 2) + little(2, 2)
        let restart = pad(page + area, to: 512)
        let runsOfVolume: [Run] = [
            (0, boot), (16_384, pad(Array("FILE".utf8), to: 512)), (16_384 + 2048, record(log) + record(volume)),
            (409_600, restart), (413_696, restart),
            ((65_535 * 512), zeros(512)),
        ]
        return SparseImage.encode(runsOfVolume)
    }()

    /// A BitLocker volume of 1 MiB with a recovery password and three copies of its metadata.
    static let bitLocker: [UInt8] = {
        let offsets: [Int64] = [65_536, 131_072, 196_608]
        var boot = zeros(512)
        put([0xEB, 0x58, 0x90] + Array("-FVE-FS-".utf8), at: 0, into: &boot)
        put(identifier + offsets.flatMap { little(Int($0), 8) }, at: 160, into: &boot)
        put([0x55, 0xAA], at: 510, into: &boot)
        let text = "PC01 C: 19.07.2024".utf16.flatMap { little(Int($0), 2) }
        let protector = datum(role: 2, type: 8, [UInt8](repeating: 7, count: 26) + little(0x0800, 2))
        let datums = protector + datum(role: 7, type: 2, text + zeros(2)) + datum(role: 2, type: 8, zeros(28))
        let dataset = little(48 + datums.count, 4) + little(1, 4) + little(48, 4) + zeros(4)
        let head = dataset + [UInt8](repeating: 9, count: 16) + zeros(4) + little(0x8004, 2) + zeros(10)
        let content = head + datums
        let units = (64 + content.count + 15) / 16
        let header = Array("-FVE-FS-".utf8) + little(units, 2) + little(2, 2) + little(4, 2) + little(4, 2)
        let block = pad(pad(header, to: 64) + content, to: units * 16)
        let sum = Int(BitLockerChecksums.crc32(block[...]))
        let whole = pad(block + little(8, 2) + little(1, 2) + little(sum, 4), to: 512)
        return SparseImage.encode([(0, boot)] + offsets.map { ($0, whole) } + [(1 << 20, zeros(512))])
    }()

    /// A disk of 8 MiB with a protective MBR and one partition in each copy of its GPT. The checksums are wrong, so that the
    /// MBR is looked at; disks of generators have right ones.
    static let partitionTable: [UInt8] = {
        var boot = zeros(512)
        put([0, 0, 2, 0, 7, 0xFF, 0xFF, 0xFF] + little(2048, 4) + little(8192, 4), at: 446, into: &boot)
        put([0x55, 0xAA], at: 510, into: &boot)
        let header = pad(
            Array("EFI PART".utf8) + little(0x10000, 4) + little(92, 4) + zeros(8) + little(1, 8) + little(16_383, 8)
                + little(34, 8) + little(16_350, 8) + identifier + little(2, 8) + little(128, 4) + little(128, 4),
            to: 512)
        let entry = pad(identifier + identifier + little(2048, 8) + little(10_239, 8), to: 512)
        return SparseImage.encode([(0, boot + header + entry), ((16_383 * 512), header)])
    }()

    /// BitLocker's own GUID, 4967d63b-2e29-4ad8-8399-f6a339e3d001.
    private static let identifier: [UInt8] = [
        0x3B, 0xD6, 0x67, 0x49, 0x29, 0x2E, 0xD8, 0x4A, 0x83, 0x99, 0xF6, 0xA3, 0x39, 0xE3, 0xD0, 0x01,
    ]

    private static func datum(role: Int, type: Int, _ content: [UInt8]) -> [UInt8] {
        little(8 + content.count, 2) + little(role, 2) + little(type, 2) + little(1, 2) + content
    }

    private static func attribute(_ type: Int, _ kind: [UInt8], _ content: [UInt8]) -> [UInt8] {
        let size = (16 + content.count + 7) / 8 * 8
        return pad(little(type, 4) + little(size, 4) + kind + zeros(7) + content, to: size)
    }

    /// A record of 1 KiB with one attribute and its fixups in place.
    private static func record(_ attribute: [UInt8]) -> [UInt8] {
        let head = pad(Array("FILE".utf8) + little(48, 2) + little(3, 2) + zeros(12) + little(56, 2), to: 48)
        var record = pad(pad(head + little(1, 2), to: 56) + attribute + little(0xFFFF_FFFF, 4), to: 1024)
        for end in [510, 1022] { put(little(1, 2), at: end, into: &record) }
        return record
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    private static func pad(_ bytes: [UInt8], to size: Int) -> [UInt8] { bytes + zeros(max(size - bytes.count, 0)) }
    private static func little(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    private static func put(_ bytes: [UInt8], at offset: Int, into target: inout [UInt8]) {
        target.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
}
