import DynamicDisks
import Foundation
import NTFSReader
import TestSupport
import Testing

@Suite("Disks that Windows made", .enabled(if: Fixtures.folder != nil, Fixtures.missing))
struct FixtureTests {
    static let archive = "libldm/ldm-data.tar.xz"

    /// For each disk: volume, part, first byte and size, and whether an NTFS boot sector is there.
    static let expected: [String: [String]] = [
        "ldm-2003r2-mirrored-1.img": ["Volume3 Disk6-01 0 32256+49283072 NTFS"],
        "ldm-2003r2-mirrored-2.img": ["Volume3 Disk7-01 1 32256+49283072 NTFS"],
        "ldm-2003r2-raid5-1.img": ["Raid1 Disk8-01 2 32256+49283072 NTFS"],
        "ldm-2003r2-raid5-2.img": ["Raid1 Disk9-01 1 32256+49283072"],
        "ldm-2003r2-raid5-3.img": ["Raid1 Disk10-01 0 32256+49283072 NTFS"],
        "ldm-2003r2-simple-1.img": ["Volume1 Disk1-01 0 32256+49283072 NTFS"],
        "ldm-2003r2-spanned-1.img": ["Volume2 Disk2-01 1 32256+49283072"],
        "ldm-2003r2-spanned-2.img": ["Volume2 Disk3-01 0 32256+49283072 NTFS"],
        "ldm-2003r2-striped-1.img": [
            "Stripe1 Disk4-01 0 32256+31457280 NTFS", "Volume4 Disk4-02 0 31489536+17825792 NTFS",
        ],
        "ldm-2003r2-striped-2.img": ["Stripe1 Disk5-01 1 32256+31457280", "Volume4 Disk5-02 1 31489536+17825792"],
        "ldm-2008r2-mirrored-1.img": [
            "Volume3 Disk5-01 0 65536+16777216 NTFS", "Volume5 Disk5-02 2 16842752+32505856",
        ],
        "ldm-2008r2-mirrored-2.img": ["Volume3 Disk6-01 1 33619968+16777216 NTFS"],
        "ldm-2008r2-raid5-1.img": [
            "Volume4 Disk7-01 0 65536+16777216 NTFS", "Volume5 Disk7-02 0 16842752+32505856 NTFS",
        ],
        "ldm-2008r2-raid5-2.img": ["Volume4 Disk8-01 1 33619968+16777216"],
        "ldm-2008r2-raid5-3.img": ["Volume4 Disk9-01 2 33619968+16777216"],
        "ldm-2008r2-spanned-1.img": ["Volume1 Disk1-01 0 65536+49283072 NTFS"],
        "ldm-2008r2-spanned-2.img": ["Volume1 Disk2-01 1 33619968+16777216"],
        "ldm-2008r2-striped-1.img": ["Volume2 Disk3-01 0 65536+16777216 NTFS", "Volume5 Disk3-02 1 16842752+32505856"],
        "ldm-2008r2-striped-2.img": ["Volume2 Disk4-01 1 33619968+16777216"],
    ]

    /// Kind, number of parts, bytes and drive letter.
    static let volumes: [String: [String]] = [
        "2003r2": [
            "Raid1 raid5 3 98566144 I:", "Stripe1 striped 2 62914560 G:", "Volume1 simple 1 49283072 E:",
            "Volume2 spanned 2 98566144 F:", "Volume3 mirrored 2 49283072 H:", "Volume4 spanned 2 35651584 J:",
        ],
        "2008r2": [
            "Volume1 spanned 2 66060288 E:", "Volume2 striped 2 33554432 F:", "Volume3 mirrored 2 16777216 G:",
            "Volume4 raid5 3 33554432 H:", "Volume5 spanned 3 97517568 I:",
        ],
    ]

    @Test("Every disk: volumes, kinds, parts, sizes and places")
    func disks() throws {
        try Fixtures.unpacked(Self.archive) { folder in
            #expect(Self.expected.count == 19)
            for (name, lines) in Self.expected.sorted(by: { $0.key < $1.key }) {
                let file = try DiskFile(folder.appendingPathComponent(name).path)
                let disk = try #require(try DynamicDisk.read(file, named: name))
                let found = try disk.extents.map { extent in
                    let start = try file.read(at: extent.range.lowerBound, count: 512)
                    let order = extent.volume.parts.firstIndex(of: extent.part) ?? -1
                    let isNTFS = try NTFSBootSector(start, volume: name) != nil
                    return "\(extent.volume.name) \(extent.part.name) \(order) \(extent.range.lowerBound)+"
                        + "\(extent.range.count)\(isNTFS ? " NTFS" : "")"
                }
                #expect(found == lines, "\(name)")
                let version = String(name.split(separator: "-")[1])
                let volumes = disk.volumes.map {
                    "\($0.name) \($0.kind) \($0.parts.count) \($0.size) \($0.mountHint ?? "-")"
                }
                #expect(volumes.sorted() == Self.volumes[version], "\(name)")
                #expect(disk.volumes.allSatisfy { $0.state == "ACTIVE" && $0.partitionType == 7 })
                #expect(disk.members.count == (version == "2003r2" ? 10 : 9))
                #expect(disk.members.contains { $0.id == disk.diskID })
            }
        }
    }

    @Test("The disks together: two whole groups")
    func groups() throws {
        try Fixtures.unpacked(Self.archive) { folder in
            var disks: [DynamicDisk] = []
            for name in Self.expected.keys.sorted() {
                let file = try DiskFile(folder.appendingPathComponent(name).path)
                disks.append(try #require(try DynamicDisk.read(file, named: name)))
            }
            let groups = DynamicDiskGroup.groups(of: disks)
            #expect(groups.map(\.disks.count) == [10, 9])
            #expect(groups.allSatisfy { $0.missing.isEmpty && $0.conflicts.isEmpty })
            #expect(groups.flatMap(\.volumes).filter { groups[0].isWhole($0) }.map(\.name) == ["Volume1"])
            for group in groups {
                #expect(group.volumes.flatMap(\.parts).allSatisfy { group.start(of: $0) != nil })
            }
        }
    }
}
