import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import DiskFormats

@Suite("GUID partition tables")
struct PartitionTableTests {
    private let sample = SampleTable(entries: [.init(first: 34, last: 99), .init(first: 100, last: 2014, name: "Ä")])

    private func tolerant(_ disk: MemoryBytes) throws -> (table: GUIDPartitionTable, oddities: [String]) {
        let list = OddityList()
        let table = try GUIDPartitionTable.read(disk, policy: .tolerant(list))
        return (table, list.kept.map(\.message))
    }

    @Test("Both policies read a sound table alike")
    func sound() throws {
        let table = try GUIDPartitionTable.read(sample.disk, policy: .strict)
        #expect(table.sectorCount == 2048 && table.sectorSize == 512)
        #expect(table.diskGUID.bytes == [UInt8](repeating: 0xD1, count: 16))
        #expect(
            table.partitions == [
                PartitionSpec(
                    name: "UNLOOP-LOG", type: PartitionType.basicData,
                    guid: try #require(GUID(diskBytes: [UInt8](repeating: 1, count: 16))), start: 34, size: 66),
                PartitionSpec(
                    name: "Ä", type: PartitionType.basicData,
                    guid: try #require(GUID(diskBytes: [UInt8](repeating: 2, count: 16))), start: 100, size: 1915),
            ])
        #expect(table.bytes(of: table.partitions[0]) == 34 * 512..<100 * 512)
        let other = try tolerant(sample.disk)
        #expect(other.table == table && other.oddities == [])
    }

    @Test(
        "Strictly, any changed byte of either copy is an error",
        arguments: [
            512, 536, 544, 568, 584, 603, 1024, 1064, 1208, 2048 * 512 - 512, 2048 * 512 - 488,
            2048 * 512 - 512 - 16_384,
        ])
    func changed(place: Int) throws {
        var bytes = sample.bytes
        bytes[place] ^= 1
        #expect(throws: DiskFormatError.self) { try GUIDPartitionTable.read(MemoryBytes(bytes), policy: .strict) }
        let table = try tolerant(MemoryBytes(bytes))
        #expect(table.table.partitions.map(\.name) == ["UNLOOP-LOG", "Ä"])
        #expect(table.oddities.count == 1)
    }

    @Test(
        "Numbers up to the largest end in nothing worse than a partition less",
        arguments: [
            0, 1, 33, 2015, 2047, 2048, 1 << 32, (1 << 54) - 1, 1 << 54, (1 << 55) - 1, 1 << 62, .max >> 1, 1 << 63,
            .max - 1,
            .max,
        ] as [UInt64])
    func extremes(number: UInt64) throws {
        for entry in [
            SampleTable.Entry(first: number, last: 50), .init(first: 40, last: number),
            .init(first: number, last: number),
        ] {
            var sample = sample
            sample.entries[0] = entry
            let read = try tolerant(sample.disk)
            #expect(read.table.partitions.contains { $0.name == "Ä" })
            for partition in read.table.partitions {
                let range = read.table.bytes(of: partition)
                #expect(range.lowerBound > 0 && range.upperBound <= sample.disk.size)
            }
            #expect(!read.oddities.isEmpty)
            let error = #expect(throws: DiskFormatError.self) {
                try GUIDPartitionTable.read(sample.disk, policy: .strict)
            }
            #expect(error?.code == .tableDamaged)
        }
    }

    @Test(
        "Numbers of the header up to the largest end in an error",
        arguments: [
            (512 + 12, 4), (512 + 24, 8), (512 + 32, 8), (512 + 72, 8), (512 + 80, 4), (512 + 84, 4),
        ])
    func header(place: Int, count: Int) {
        for byte in [0x00, 0x7F, 0x80, 0xFF] as [UInt8] {
            var bytes = Array(sample.bytes.prefix(1 << 19))
            bytes.replaceSubrange(place..<place + count, with: [UInt8](repeating: byte, count: count))
            #expect(throws: DiskFormatError.self) { try GUIDPartitionTable.read(MemoryBytes(bytes), policy: .strict) }
            _ = try? GUIDPartitionTable.read(MemoryBytes(bytes), policy: .tolerant(OddityList()))
        }
    }

    @Test("Either copy serves, the sound one first")
    func copies() throws {
        var bytes = sample.bytes
        bytes.replaceSubrange(0..<34 * 512, with: [UInt8](repeating: 0, count: 34 * 512))
        let lost = try tolerant(MemoryBytes(bytes))
        #expect(lost.table.partitions.count == 2)
        #expect(lost.oddities == ["partition table: first copy is missing; using the backup"])
        bytes = sample.bytes
        bytes[1024 + 128 + 32] = 200
        let changed = try tolerant(MemoryBytes(bytes))
        #expect(changed.table.partitions[1].start == 100)
        #expect(changed.oddities == ["partition table at sector 1: entries checksum does not match"])
        // A cut image has the first copy alone.
        let cut = try tolerant(MemoryBytes(Array(sample.bytes.prefix(90 * 512))))
        #expect(cut.table.partitions.map(\.size) == [56])
    }

    @Test("Partitions that overlap are an oddity")
    func overlapping() throws {
        var sample = sample
        sample.entries[1].first = 99
        let read = try tolerant(sample.disk)
        #expect(read.table.partitions.count == 2)
        #expect(read.oddities == ["partitions overlap at sector 99"])
        #expect(throws: DiskFormatError.self) { try GUIDPartitionTable.read(sample.disk, policy: .strict) }
    }

    @Test("A disk without a table says so", arguments: [0, 1, 511, 512, 1024, 4096, 1 << 20])
    func missing(size: Int) {
        for policy in [ReadingPolicy.strict, .tolerant(OddityList())] {
            let error = #expect(throws: DiskFormatError.self) {
                try GUIDPartitionTable.read(MemoryBytes([UInt8](repeating: 0, count: size)), policy: policy)
            }
            #expect(error?.code == .noPartitionTable)
        }
    }

    @Test("Reads what sgdisk and sfdisk wrote", .enabled(if: Shell.has("sgdisk", "sfdisk"), "needs gdisk and fdisk"))
    func foreign() throws {
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("disk.img").path
            try Shell.run("truncate", "-s", "8M", path)
            try Shell.run(
                "sgdisk", "-n", "1:2048:4095", "-t", "1:ef00", "-c", "1:EINS", "-n", "3:4096:+1M", "-c", "3:DREI", path)
            let gdisk = try GUIDPartitionTable.read(FileBytes(path), policy: .strict)
            #expect(gdisk.partitions.map(\.name) == ["EINS", "DREI"])
            #expect(gdisk.partitions.map(\.start) == [2048, 4096] && gdisk.partitions.map(\.size) == [2048, 2048])
            #expect(gdisk.partitions[0].type == PartitionType.system)
            try Shell.run("sh", "-c", "printf 'label: gpt\\nsize=2M, name=\"a\"\\nsize=1M\\n' | sfdisk -q \"$0\"", path)
            let sfdisk = try GUIDPartitionTable.read(FileBytes(path), policy: .strict)
            #expect(sfdisk.partitions.map(\.name) == ["a", ""] && sfdisk.partitions.map(\.size) == [4096, 2048])
            try Shell.run("sh", "-c", "printf 'label: dos\\nstart=2048,size=4096,type=c\\n' | sfdisk -q \"$0\"", path)
            #expect(MasterBootRecord.partitions(of: try FileBytes(path)) == [1 << 20..<3 << 20])
        }
    }
}

@Suite("Master boot records")
struct MasterBootRecordTests {
    /// One entry: active, type 0Ch, from sector 2, four sectors; one without a type; one beyond the disk.
    @Test("Exact bytes")
    func bytes() {
        var disk = [UInt8](repeating: 0, count: 16 * 512)
        disk.replaceSubrange(446..<462, with: [0x80, 0, 0, 0, 0x0C, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0])
        disk.replaceSubrange(462..<478, with: [0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0])
        disk.replaceSubrange(478..<494, with: [0, 0, 0, 0, 7, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
        disk.replaceSubrange(494..<510, with: [0, 0, 0, 0, 7, 0, 0, 0, 8, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF])
        #expect(MasterBootRecord.partitions(of: MemoryBytes(disk)) == [])
        disk.replaceSubrange(510..<512, with: [0x55, 0xAA])
        #expect(MasterBootRecord.partitions(of: MemoryBytes(disk)) == [1024..<3072, 4096..<8192])
    }
}
