internal import DiskFormats

/// Heads of virtual disks, one of each container.
enum VirtualDiskSeeds {
    static let all: [[UInt8]] = [
        image([(0, zeros(510) + [0x55, 0xAA])]),
        image([(0, footer(type: 3) + dynamicHeader + zeros(512)), (2560, footer(type: 3))]),
        image([(0, zeros(1024) + footer(type: 2))]),
        image([(0, qcow)]),
        image([(0, virtualBox)]),
        image([(0, sparse + padded(Array(descriptor("SPARSE", "disk.vmdk").utf8), 512))]),
        image([(0, Array(descriptor("FLAT", "disk-flat.vmdk").utf8))]),
        image([
            (0, Array("vhdxfile".utf8)), (192 << 10, regions), (2 << 20, metadata), ((2 << 20) + (64 << 10), items),
            ((4 << 20) - 512, zeros(512)),
        ]),
    ]

    private static func image(_ runs: [(offset: Int64, bytes: [UInt8])]) -> [UInt8] {
        SparseImage.encode(runs.map { ($0.offset, padded($0.bytes, ($0.bytes.count + 511) / 512 * 512)) })
    }

    static let words = [
        "conectix", "cxsparse", "vhdxfile", "regi", "metadata", "KDMV", "QFI\u{FB}", "# Disk DescriptorFile",
        "parentCID=",
    ]

    private static func descriptor(_ kind: String, _ file: String) -> String {
        "# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID=ffffffff\ncreateType=\"x\"\nRW 64 \(kind) \"\(file)\" 0\n"
    }

    private static let dynamicHeader: [UInt8] = {
        var header = Array("cxsparse".utf8) + [UInt8](repeating: 0xFF, count: 8) + big(1536, 8) + big(0x10000, 4)
        header += big(1, 4) + big(2 << 20, 4)
        return summed(padded(header, 1024), at: 36)
    }()

    private static func footer(type: Int) -> [UInt8] {
        var footer = Array("conectix".utf8) + big(2, 4) + big(0x10000, 4) + big(512, 8) + zeros(16)
        footer += big(1024, 8) + big(1024, 8) + big(0, 4) + big(type, 4)
        return summed(padded(footer, 512), at: 64)
    }

    private static func summed(_ bytes: [UInt8], at field: Int) -> [UInt8] {
        var bytes = bytes
        let sum = bytes.reduce(UInt32(0)) { $0 &+ UInt32($1) }
        bytes.replaceSubrange(field..<field + 4, with: big(Int(~sum), 4))
        return bytes
    }

    private static let qcow: [UInt8] = {
        var header = big(0x5146_49FB, 4) + big(3, 4) + zeros(12) + big(16, 4) + big(1 << 20, 8) + zeros(4) + big(1, 4)
        header += big(0x100, 8) + big(0x100, 8) + big(1, 4)
        return padded(header, 1024)
    }()

    private static let virtualBox: [UInt8] = {
        var header = zeros(64) + [0x7F, 0x10, 0xDA, 0xBE, 1, 0, 1, 0] + little(400, 4) + little(1, 4)
        header = padded(header, 360) + little(512, 4) + zeros(4) + little(1 << 20, 8) + little(1 << 20, 4)
        return padded(header + zeros(4) + little(1, 4), 512)
    }()

    private static let sparse: [UInt8] = {
        var header = Array("KDMV".utf8) + little(1, 4) + little(3, 4) + little(64, 8) + little(128, 8) + little(1, 8)
        header += little(1, 8) + little(512, 4)
        return padded(header, 512)
    }()

    private static let regions =
        Array("regi".utf8) + zeros(4) + little(1, 4) + zeros(4) + identifier("8B7CA206-4790-4B9A-B8FE-575F050F886E")
        + little(2 << 20, 8) + little(1 << 20, 4) + zeros(4)

    private static let metadata: [UInt8] = {
        var table = Array("metadata".utf8) + zeros(2) + little(3, 2) + zeros(20)
        let parts = [
            ("CAA16737-FA36-4D43-B3B6-33F0AA44E76B", 0, 8), ("2FA54224-CD1B-4876-B211-5DBED83BF4B8", 8, 8),
            ("8141BF1D-A96F-4709-BA47-F233A8FAAB5F", 16, 4),
        ]
        for (name, place, length) in parts {
            table += identifier(name) + little((64 << 10) + place, 4) + little(length, 4) + zeros(8)
        }
        return table
    }()

    private static let items = little(1 << 20, 4) + zeros(4) + little(1 << 20, 8) + little(512, 4)

    private static func identifier(_ text: String) -> [UInt8] { GUID(text)?.bytes ?? [] }

    private static func padded(_ bytes: [UInt8], _ count: Int) -> [UInt8] { bytes + zeros(count - bytes.count) }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: max(0, count)) }

    private static func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func big(_ number: Int, _ count: Int) -> [UInt8] { little(number, count).reversed() }
}
