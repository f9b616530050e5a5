import Diagnostics
import Foundation
import Testing
import Vocabulary

@testable import DiskImage

extension WrittenImages {
    @Suite(.enabled(if: Foreign.has("mkfs.fat", "mcopy", "mmd"), "needs dosfstools and mtools"))
    struct FATReaderTests {
        private let scratch: Scratch
        private let size: Int64 = 40 << 20
        private let offset: Int64 = 1 << 20

        init() throws { scratch = try Scratch() }

        private func volume() throws -> String {
            let path = scratch("volume.img")
            try FATVolume(
                label: "TEST", serial: 0x1234_ABCD, size: size,
                files: [
                    FATFile(path: "README.TXT", content: .bytes(Array("hello\r\n".utf8))),
                    FATFile(
                        path: "folder/a name that is long and Mixed.dat",
                        content: .bytes(Array(repeating: 7, count: 1500))),
                    FATFile(path: "folder/empty", content: .bytes([])),
                ], directories: ["logs"]
            ).write(to: path, at: offset, timestamp: Sample.timestamp)
            return path
        }

        private func reader(_ path: String) throws -> FATReader { try FATReader(path, at: offset, length: size) }

        @Test func readsWhatMtoolsWrote() throws {
            let reader = try reader(volume())
            #expect(reader.serial == 0x1234_ABCD)
            #expect(reader.size == size)
            let entries = try reader.entries()
            #expect(
                entries.map(\.path) == [
                    "folder", "folder/a name that is long and Mixed.dat", "folder/empty", "logs", "README.TXT",
                ])
            #expect(entries.map(\.isFolder) == [true, false, false, true, false])
            #expect(entries.allSatisfy { $0.timestamp == Sample.timestamp })
            #expect(try reader.content(of: entries[1]) == Array(repeating: 7, count: 1500))
            #expect(try reader.content(of: entries[2]) == [])
            #expect(try reader.entries(below: "folder").count == 2)
        }

        /// The root, `folder`, `logs`, and the clusters of two files, in the order in which mtools takes them.
        @Test func usedRangesAreThoseOfTheTable() throws {
            let path = try volume()
            let reader = try reader(path)
            let cluster = reader.clusterSize
            #expect(cluster == 512)
            let used = 1 + 2 + 3 + 1
            #expect(reader.usedRanges() == [0..<reader.dataStart + Int64(used) * cluster])
            // A free cluster and one in use behind it.
            try ImageFile(path).write(
                [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x0F], at: offset + 32 * 512 + Int64(used + 2) * 4)
            let start = reader.dataStart + Int64(used + 1) * cluster
            #expect(
                try self.reader(path).usedRanges() == [
                    0..<reader.dataStart + Int64(used) * cluster, start..<start + cluster,
                ])
        }

        @Test func circlesAndStraysAreTold() throws {
            let path = try volume()
            let table = offset + 32 * 512
            let file = try ImageFile(path)
            // The first folder's content is the root's, which holds that folder.
            let root = offset + (try reader(path)).dataStart
            let slots = try file.bytes(512, at: root)
            let place = try #require(stride(from: 0, to: 512, by: 32).first { slots[$0 + 11] == 0x10 })
            try file.write([2, 0], at: root + Int64(place) + 26)
            let circle = #expect(throws: DiskImageError.self) { try reader(path).entries() }
            #expect(circle?.message.contains("too many levels") == true)
            // A chain that leads to itself ends where a folder has to.
            try file.write([UInt8](repeating: 0xE5, count: 512), at: root)
            try file.write([2, 0, 0, 0], at: table + 8)
            #expect(try reader(path).entries() == [])
            // And out of the volume.
            try file.write([0xF0, 0xFF, 0xFF, 0x0E], at: table + 8)
            let error = #expect(throws: DiskImageError.self) { try reader(path).entries() }
            #expect(error?.code == .damaged)
        }

        @Test func whatIsNoVolumeIsTold() throws {
            let path = try volume()
            #expect(throws: DiskImageError.self) { try FATReader(path, at: 0, length: size) }
            #expect(throws: DiskImageError.self) { try FATReader(path, at: offset, length: size - 1) }
            #expect(throws: DiskImageError.self) { try FATReader(path, at: offset + size - 100, length: size) }
            // Sectors per cluster, tables, reserved sectors, sectors per table that cannot be.
            let file = try ImageFile(path)
            let sector = try file.bytes(64, at: offset)
            for place in [13, 14, 16, 36] {
                try file.write(sector.enumerated().map { $0 == place || $0 == place + 1 ? 0 : $1 }, at: offset)
                #expect(throws: DiskImageError.self, "byte \(place)") { try reader(path) }
            }
            try file.write(sector, at: offset)
            _ = try reader(path)
        }
    }

    @Suite struct GPTReaderTests {
        private let scratch: Scratch
        private let path: String
        private let written = GPTImage(
            diskGUID: Sample.disk, sectorCount: 20_480,
            partitions: [
                PartitionSpec(name: "ONE", type: PartitionType.system, guid: Sample.boot, start: 2048, size: 4096),
                PartitionSpec(
                    name: "ZWEI-Ä", type: PartitionType.basicData, guid: Sample.log, start: 6144, size: 2049,
                    attributes: 4),
            ])

        init() throws {
            scratch = try Scratch()
            path = scratch("disk.img")
            try written.write(to: path)
        }

        @Test func readsWhatLibfdiskWrote() throws {
            let read = try GPTImage(reading: path)
            #expect(read.diskGUID == Sample.disk)
            #expect(read.sectorCount == 20_480)
            #expect(read.partitions == written.partitions)
        }

        @Test func everyChangedByteIsTold() throws {
            let file = try ImageFile(path)
            for place in [512, 512 + 24, 512 + 72, 512 + 91, 1024, 1024 + 40, 1024 + 128 + 56] as [Int64] {
                let byte = try file.bytes(1, at: place)
                try file.write([byte[0] ^ 0x01], at: place)
                #expect(throws: DiskImageError.self, "byte \(place)") { try GPTImage(reading: path) }
                try file.write(byte, at: place)
            }
            _ = try GPTImage(reading: path)
        }

        @Test func checksumIsTheOneOfTheSpecification() {
            // The check value of CRC-32/ISO-HDLC.
            #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
        }
    }
}
