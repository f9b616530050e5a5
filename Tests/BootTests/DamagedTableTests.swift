import DiskFormats
import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab
import Vocabulary

/// Disks that Windows starts from, and Linux shows no partitions of: their partition table is damaged in one place.
@Suite("Damaged partition tables", .needsImage, .needs(.bios), .needsDiskTools)
struct DamagedTableTests {
    @Test("a disk is repaired by the sound copy of its partition table, and neither copy is written")
    func soundCopy() async throws {
        try await Bench.with { bench in
            let made = try BrokenDisk.own("base-gpt").make(in: bench.folder)
            let disks = try TableDamage.allCases.map { damage in
                let image = bench.folder.appendingPathComponent("\(damage.rawValue).img").path
                try DiskComparison.copy(made.images[0], to: image)
                return try DamagedTableDisk(image, damage, delete: made.delete)
            }
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.usbStick(stick)] + disks.map { .nvme($0.path) }), picture: "damaged-tables")
            // The disk without a sound copy is one that nobody has looked at.
            #expect(page.outcome == "failed")
            for disk in disks where disk.damage != .both { try disk.expectRepaired() }
            for disk in disks where disk.damage == .both { try disk.expectUntouched() }

            let log = try #require(try bench.content(of: stick).logs.first)
            #expect(log.end?.code == ReasonCode.malformed.rawValue)
            #expect(log.volumeOutcomes.count { $0.outcome == .repaired } == disks.count - 1)
            #expect(log.notes(NoteCode.partitionTable.rawValue).count == 3)
            #expect(log.notes(NoteCode.samePartition.rawValue).count == 1)
        }
    }

    @Test(
        "a Windows whose first sector is zeroed is not taken for none", .needsFixtures,
        arguments: ["base-gpt", "bitlocker"])
    func firstSector(name: String) async throws {
        try await Bench.with { bench in
            let made = try (name == "bitlocker" ? BrokenDisk.fixture(name) : .own(name)).make(in: bench.folder)
            let image = made.images[0]
            let partition = try #require(try PartitionTable(of: image).partitions.max { $0.size < $1.size })
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: image))
            try file.seek(toOffset: UInt64(partition.start))
            try file.write(contentsOf: Data(count: 512))
            try file.close()
            let disk = try MachineDisk(image, delete: [])
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(disk.path)], "unloop.ask=never"), picture: "first-sector-\(name)")
            #expect(page.outcome == "failed")
            try disk.expectUntouched()
            let log = try #require(try bench.content(of: stick).logs.first)
            let code = name == "bitlocker" ? ReasonCode.unknownContent : .damagedNTFS
            #expect(log.end?.code == code.rawValue)
        }
    }
}

private enum TableDamage: String, CaseIterable {
    /// The first header, the first entries, the protective MBR.
    case header, entries, protective
    /// An entry stands twice in both copies.
    case twin
    /// The headers of both copies.
    case both
}

/// A disk with a damaged table, and the table from before.
private struct DamagedTableDisk {
    /// Both ends of a disk up to its partitions: 34 sectors before them and 33 behind.
    private struct Ends: Equatable {
        var first: [UInt8]
        var last: [UInt8]

        init(of image: String) throws {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: image))
            defer { try? file.close() }
            first = try Array(file.read(upToCount: 34 * 512) ?? Data())
            let size = try file.seekToEnd()
            try file.seek(toOffset: size - 33 * 512)
            last = try Array(file.readToEnd() ?? Data())
        }

        func write(to image: String) throws {
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: image))
            defer { try? file.close() }
            try file.write(contentsOf: Data(first))
            let size = try file.seekToEnd()
            try file.seek(toOffset: size - 33 * 512)
            try file.write(contentsOf: Data(last))
        }

        mutating func apply(_ damage: TableDamage) {
            switch damage {
            case .header: first[512 + 60] ^= 1
            case .entries: first[1024 + 200] ^= 1
            case .protective: first.replaceSubrange(0..<512, with: [UInt8](repeating: 0, count: 512))
            case .twin:
                Self.repeatEntry(in: &first, header: 512, entries: 1024)
                Self.repeatEntry(in: &last, header: 32 * 512, entries: 0)
            case .both:
                first[512 + 60] ^= 1
                last[32 * 512 + 60] ^= 1
            }
        }

        /// The third entry stands as the ninth too, under a GUID of its own.
        private static func repeatEntry(in bytes: inout [UInt8], header: Int, entries: Int) {
            let (third, ninth) = (entries + 2 * 128, entries + 8 * 128)
            bytes.replaceSubrange(ninth..<ninth + 128, with: bytes[third..<third + 128])
            bytes[ninth + 16] ^= 1
            set(CRC32.of(bytes[entries..<entries + 128 * 128]), at: header + 88, in: &bytes)
            set(0, at: header + 16, in: &bytes)
            set(CRC32.of(bytes[header..<header + 92]), at: header + 16, in: &bytes)
        }

        private static func set(_ number: UInt32, at place: Int, in bytes: inout [UInt8]) {
            for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
        }
    }

    let damage: TableDamage
    private let disk: MachineDisk
    private let sound: Ends
    private let damaged: Ends

    var path: String { disk.path }

    init(_ image: String, _ damage: TableDamage, delete: [String]) throws {
        self.damage = damage
        sound = try Ends(of: image)
        disk = try MachineDisk(image, delete: delete)
        var ends = sound
        ends.apply(damage)
        try ends.write(to: image)
        damaged = ends
    }

    /// The table is as damaged as before; the volumes are repaired.
    func expectRepaired() throws {
        #expect(try Ends(of: path) == damaged)
        try sound.write(to: path)
        try disk.expectRepaired()
    }

    func expectUntouched() throws {
        #expect(try Ends(of: path) == damaged)
        try sound.write(to: path)
        try disk.expectUntouched()
    }
}
