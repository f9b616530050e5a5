internal import Archives
internal import Diagnostics
internal import DiskFormats
internal import FleetReport
internal import FleetStore
internal import Foundation
internal import LinuxSystem
internal import NTFSReader
internal import RecoveryKeys
internal import RecoveryLogReader
internal import Remedy
import Secrets
internal import Testing
import Vocabulary
internal import WindowsVolumes

@testable internal import Fuzzing

/// A seed that the parser refuses at once would leave everything behind that to chance.
@Suite("Seeds of the fuzz targets")
struct SeedTests {
    @Test("Heads of virtual disks are sound ones")
    func virtualDisks() throws {
        let formats: [VirtualDiskFormat] = [.raw, .vhd, .vhd, .qcow2, .vdi, .vmdk, .vmdk, .vhdx]
        #expect(FuzzTarget.virtualDisk.seeds.count == formats.count)
        for (seed, format) in zip(FuzzTarget.virtualDisk.seeds, formats) {
            let disk = try VirtualDisk.read(SparseDisk(SparseImage(seed)), name: "disk.\(format.rawValue)")
            #expect(disk.format == format)
        }
    }

    @Test("Every seed keeps the promises of its target", arguments: FuzzTarget.allCases)
    func promises(target: FuzzTarget) {
        #expect(!target.seeds.isEmpty && !target.dictionary.isEmpty)
        for seed in target.seeds { target.run(seed) }
    }

    @Test("Keys of every form are read")
    func keys() {
        let readings = FuzzTarget.keys.seeds.map { KeyFile.read($0, file: "f") }
        #expect(readings.allSatisfy { !$0.entries.isEmpty })
        #expect(Set(readings.map(\.form)) == [.json, .table, .text, .startupKey])
        let kinds = readings.flatMap { $0.entries.map(\.secret.kind) }
        #expect(Set(kinds) == Set(KeySecret.Kind.allCases))
    }

    @Test("Sheets are read as tables")
    func sheets() {
        let tables = FuzzTarget.sheets.seeds.flatMap { seed -> [String] in
            var tables: [String] = []
            KeyContainer.forEachFile(
                in: ZipSeeds.stored(ZipSeeds.sheet, seed), named: "f.xlsx", limit: 1 << 16
            ) { _, content in
                if case .success(let bytes) = content { tables.append(String(decoding: bytes, as: UTF8.self)) }
            }
            return tables
        }
        #expect(tables == ["\n,\"Key ID\",,\"\",\"\"\n\"5.00E+3\"\n"])
    }

    @Test("Inventories are read, each with machines of the collection")
    func inventories() throws {
        for seed in FuzzTarget.inventory.seeds {
            let machines = try InventoryReader.read(seed, file: "f")
            #expect(machines.contains { $0.name != nil || $0.serial != nil })
        }
        #expect(FuzzTarget.inventory.seeds.count == 9)
    }

    @Test("Sealed files open, and a large work factor is not tried")
    func sealed() throws {
        let passphrase = SecretBytes(Array(SealedSeeds.passphrase.utf8))
        for seed in FuzzTarget.sealed.seeds {
            #expect(SealedSeeds.isCheap(seed))
            let table = try SealedFile.open(seed, passphrase: passphrase, file: "f")
            #expect(KeyFile.read(table, file: "f").entries.count == 1)
        }
        let costly = Array("age-encryption.org/v1\n-> scrypt EBESExQVFhcYGRobHB0eHw 18\nx\n".utf8)
        #expect(!SealedSeeds.isCheap(costly))
        let armored = "-----BEGIN AGE ENCRYPTED FILE-----\n\(Data(costly).base64EncodedString())\n"
        #expect(!SealedSeeds.isCheap(Array("\(armored)-----END AGE ENCRYPTED FILE-----\n".utf8)))
    }

    @Test("The BitLocker volume is sound, also when a changed block gets its checksum")
    func bitLocker() throws {
        let image = SparseImage(VolumeSeeds.bitLocker)
        let parsed = try BitLockerVolume.read(image, named: "v")
        #expect(parsed.metadataCopy == 1)
        #expect(parsed.computerName == "PC01")
        #expect(parsed.protectors.map(\.kind) == [.recoveryPassword, .clearKey])
        var changed = image
        changed.write([0x05, 0x80], at: 65_536 + 100)
        #expect(try BitLockerVolume.read(changed, named: "v").metadataCopy == 2)
        let mended = try BitLockerVolume.read(BitLockerChecksums.mended(changed), named: "v")
        #expect(mended.metadataCopy == 1 && mended.method == 0x8005)
    }

    @Test("The NTFS volume tells its state")
    func ntfs() throws {
        let image = SparseImage(VolumeSeeds.ntfs)
        let boot = try #require(try NTFSBootSector(image.read(at: 0, count: 512), volume: "v"))
        let state = NTFSState.read(boot, in: image)
        #expect(state.isDirty == true && state.logVersion == "1.1" && state.isLogClean == true)
    }

    @Test("The volumes have complete folders")
    func folders() throws {
        for seed in FuzzTarget.folders.seeds {
            #expect(seed.count < 32_768)
            let reader = try NTFSVolumeReader(SparseImage(seed), named: "v")
            guard case .listed(let listing) = reader.folder(at: ["windows", "system32"]) else {
                Issue.record("no System32")
                continue
            }
            #expect(listing.isComplete && listing.entries.count == 5 && listing.depth == 2)
            #expect(reader.scan(comparing: [listing]).disagreements.isEmpty)
        }
    }

    @Test("libblkid recognises the disks")
    func partitions() throws {
        let found = try FuzzTarget.partitions.seeds.map { seed in
            try BlockContent.of(#require(ScratchDisk.shared.hold(SparseImage(seed))))
        }
        #expect(found.map(\.type) == ["ntfs", "BitLocker", nil])
        #expect(found.last?.partitionTable == "dos")
    }

    @Test("Remedies and logs are read to their ends")
    func texts() throws {
        let conditions = try Remedy.parse(RemedySeeds.all[0], file: "f").rules[0]
        #expect(conditions.only.header?.bytes.count == 4 && conditions.except.sha256.count == 1)
        let log = RecoveryLogReader.parse(LogSeeds.all[0], path: "f")
        #expect(log.problems.isEmpty && log.isComplete && log.records.count == 17)
    }

    @Test("The sticks have a log under a long name")
    func sticks() throws {
        for seed in FuzzTarget.stick.seeds {
            var logs: [String: Int] = [:]
            ParallelReading.forEach(of: try LogSource.inMemory(seed, name: "f.img")) { file in
                (file.name, try? file.read().count)
            } consume: {
                logs[$0] = $1
            }
            #expect(logs == ["LOGS/ab.jsonl": 600])
        }
    }

    @Test("Tables and volumes are sound to the strict readers, and the zip files have their names")
    func disks() throws {
        let table = try GUIDPartitionTable.read(SparseDisk(SparseImage(DiskSeeds.tables[0])), policy: .strict)
        #expect(table.partitions.map(\.name) == ["UNLOOP", "UNLOOP-LOG"])
        #expect(MasterBootRecord.partitions(of: SparseDisk(SparseImage(DiskSeeds.tables[1]))).count == 1)
        var changed = SparseImage(DiskSeeds.tables[0])
        changed.write([50], at: 1024 + 40)
        #expect(throws: DiskFormatError.self) { try GUIDPartitionTable.read(SparseDisk(changed), policy: .strict) }
        let mended = try GUIDPartitionTable.read(
            SparseDisk(PartitionTableChecksums.mended(changed)), policy: .tolerant(OddityList()))
        #expect(mended.partitions[0].size == 17)
        for seed in DiskSeeds.volumes {
            let image = SparseDisk(SparseImage(seed))
            let volume = try FATFileSystem(image, at: 0, room: image.size, policy: .tolerant(OddityList()))
            #expect(try volume.list().items.map(\.path) == ["LOGS", "LOGS/ab.jsonl"])
        }
        let sparse = SparseDisk(SparseImage(DiskSeeds.volumes[1]))
        #expect(try FATFileSystem(sparse, at: 0, room: sparse.size, policy: .strict).check().items.count == 2)
        let names = try ZipSeeds.all.map { seed in
            try seed.withUnsafeBytes { bytes in
                try ArchiveReader(bytes: bytes, name: "f", format: .zip, warnings: .refused, limit: .logs).next()?.name
            }
        }
        #expect(names == ["Rückgabe/a.jsonl", "Rü.j", ZipSeeds.sheet])
    }
}
