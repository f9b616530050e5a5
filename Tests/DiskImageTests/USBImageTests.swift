import Diagnostics
import DiskFormats
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import DiskImage

extension WrittenImages {
    @Suite(
        .enabled(
            if: Shell.has("mkfs.fat", "mcopy", "sgdisk", "sfdisk", "cmp"), "needs dosfstools, mtools, gdisk and fdisk"
        ))
    struct USBImageTests {
        private let scratch: ScratchFolder
        private let code: BIOSBootCode

        init() throws {
            scratch = try ScratchFolder()
            code = try BIOSBootCode(
                bootSector: [UInt8](repeating: 0xEE, count: 510) + [0x55, 0xAA],
                core: [UInt8](repeating: 0xCC, count: 30_000))
        }

        private func files() throws -> [FATFile] {
            [
                FATFile(
                    path: "vmlinuz",
                    content: .file(try scratch.writeSource("kernel", Array(repeating: 7, count: 100_000)))),
                FATFile(path: "EFI/BOOT/BOOTX64.EFI", content: .bytes([1, 2, 3])),
            ]
        }

        @Test func partitionTablePassesForeignChecks() throws {
            let path = scratch("stick.img")
            try Sample.stick(files: files(), biosBoot: code).write(to: path)
            let check = try Foreign.run("sgdisk", "-v", path).output
            #expect(check.contains("No problems found"), "\(check)")
            let table = try Foreign.run("sfdisk", "-d", path).output
            #expect(table.contains("label-id: 11111111-2222-4333-8444-555555555555"), "\(table)")
            let lines = table.split(separator: "\n").filter { $0.hasPrefix(path) }
            #expect(lines.count == 3)
            #expect(
                lines[0].contains("start=        2048, size=        2048, type=21686148-6449-6E6F-744E-656564454649"))
            #expect(lines[1].contains("start=        4096, size=       "))
            #expect(
                lines[1].contains("type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, uuid=\(Sample.boot), name=\"UNLOOP\""))
            #expect(
                lines[2].contains("size=      131072, type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7, uuid=\(Sample.log)"))
            #expect(lines[2].hasSuffix("name=\"UNLOOP-LOG\""))
            #expect(!table.contains("attrs="))
        }

        @Test func bootSectorKeepsCodeAndTable() throws {
            let path = scratch("stick.img")
            try Sample.stick(files: files(), biosBoot: code).write(to: path)
            let first = try ImageFile.contents(of: scratch.extract(path, offset: 0, size: 512, to: "mbr"))
            #expect(Array(first[..<440]) == code.bootCode(coreStart: 2048))
            #expect(first[0x1BE..<0x1C3] == [0x00, 0x00, 0x02, 0x00, 0xEE])  // protective, inactive
            #expect(first[0x1CE..<0x1DE] == [0x80, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0])  // empty, active
            #expect(first[510...] == [0x55, 0xAA])
            let core = try ImageFile.contents(
                of: scratch.extract(path, offset: 2048 * 512, size: code.coreSectorCount * 512, to: "core"))
            #expect(core == code.placedCore(coreStart: 2048))
        }

        @Test func logPartitionHoldsWhatWasAsked() throws {
            let path = scratch("stick.img")
            try Sample.stick(files: files()).write(to: path)
            let lines = try Foreign.run("sfdisk", "-d", path).output.split(separator: "\n").filter {
                $0.hasPrefix(path)
            }
            #expect(lines.count == 2)
            let boot = try FATVolume.minimumSize(for: files()) + 2 << 20
            let volume = "\(path)@@\(1 << 20 + boot)"
            let listing = try Foreign.run("mdir", "-b", "-i", volume, "::/").output
            #expect(listing.split(separator: "\n") == ["::/keys/", "::/logs/", "::/quarantine/", "::/unloop.yaml"])
            #expect(try Foreign.run("mtype", "-i", volume, "::/unloop.yaml").output == "# settings\n")
        }

        @Test func sameInputsGiveSameBytes() throws {
            let first = scratch("first.img")
            try Sample.stick(files: files(), biosBoot: code).write(to: first)
            let second = scratch("elsewhere/second.img")
            try inOtherSurroundings {
                try FileManager.default.createDirectory(atPath: scratch("elsewhere"), withIntermediateDirectories: true)
                try Sample.stick(files: files().reversed(), biosBoot: code).write(to: second)
            }
            #expect(try Foreign.run("cmp", first, second).output == "")
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch("elsewhere")) == ["second.img"])
        }

        @Test func failureLeavesTheOldImage() throws {
            let path = try scratch.write("stick.img", [1, 2, 3])
            #expect(throws: DiskImageError.self) {
                try Sample.stick(files: [FATFile(path: "x", content: .file(scratch("nowhere")))]).write(to: path)
            }
            #expect(try ImageFile.contents(of: path) == [1, 2, 3])
            #expect(try scratch.names() == ["stick.img"])
        }

        @Test func overlappingPartitionsAreRefused() throws {
            let partitions = [(2048, 4096), (4096, 100)].map { start, size in
                PartitionSpec(name: "P", type: PartitionType.basicData, guid: Sample.log, start: start, size: size)
            }
            let error = #expect(throws: DiskImageError.self) {
                try GPTImage(diskGUID: Sample.disk, sectorCount: 20_480, partitions: partitions).write(
                    to: scratch("gpt"))
            }
            #expect(error?.code == .partitionTable)
            #expect(error?.message.contains("partition 2 (P)") == true)
        }
    }
}

/// Runs `body` with another time zone, locale, umask and working directory.
func inOtherSurroundings(_ body: () throws -> Void) throws {
    let mask = umask(0o077)
    let folder = FileManager.default.currentDirectoryPath
    let before = ["TZ", "LC_ALL", "SOURCE_DATE_EPOCH"].map { ($0, ProcessInfo.processInfo.environment[$0]) }
    setenv("TZ", "Pacific/Kiritimati", 1)
    setenv("LC_ALL", "tr_TR.UTF-8", 1)
    setenv("SOURCE_DATE_EPOCH", "1", 1)
    chdir("/")
    defer {
        umask(mask)
        chdir(folder)
        for (name, value) in before {
            if let value { setenv(name, value, 1) } else { unsetenv(name) }
        }
    }
    try body()
}
