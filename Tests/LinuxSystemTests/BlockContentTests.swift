import CBlkid
import Diagnostics
import Glibc
import TestSupport
import Testing
import Vocabulary

@testable import LinuxSystem

/// What the foreign tools make is recognised, in image files as on devices.
@Suite struct BlockContentInteropTests {
    private func image(_ folder: String, mebibytes: Int) throws -> String {
        let path = "\(folder)/image"
        try writeFile(path, "")
        guard truncate(path, off_t(mebibytes) << 20) == 0 else { throw TestFailure("truncate") }
        return path
    }

    @Test(.enabled(if: isExecutable("/usr/sbin/mkfs.fat"), "needs mkfs.fat (dosfstools)"))
    func recognisesFAT() throws {
        try withScratch { folder in
            let path = try image(folder, mebibytes: 40)
            try runTool("/usr/sbin/mkfs.fat", ["-F", "32", "-n", "UNLOOP-LOG", "-i", "1234ABCD", path])
            let content = try BlockContent.of(path)
            #expect(content.type == "vfat")
            #expect(content.usage == "filesystem")
            #expect(content.label == "UNLOOP-LOG")
            #expect(content.uuid == "1234-ABCD")
            #expect(!content.isAmbivalent)
        }
    }

    @Test(.enabled(if: isExecutable("/usr/sbin/mkntfs"), "needs mkntfs (ntfs-3g)"))
    func recognisesNTFS() throws {
        try withScratch { folder in
            let path = try image(folder, mebibytes: 8)
            try runTool("/usr/sbin/mkntfs", ["-q", "-F", "-Q", "-L", "Windöws", "-s", "512", "-p", "0", path])
            let content = try BlockContent.of(path)
            #expect(content.type == "ntfs")
            #expect(content.label == "Windöws")
            #expect(content.uuid?.utf8.count == 16)
        }
    }

    @Test(.enabled(if: isExecutable("/usr/sbin/sfdisk"), "needs sfdisk (fdisk)"))
    func recognisesAPartitionTable() throws {
        try withScratch { folder in
            let path = try image(folder, mebibytes: 8)
            let script = "label: gpt\nlabel-id: 11111111-2222-3333-4444-555555555555\nsize=2MiB\n"
            try writeFile("\(folder)/script", script)
            try runTool("/bin/sh", ["-c", "sfdisk -q \(path) < \(folder)/script"])
            let content = try BlockContent.of(path)
            #expect(content.type == nil)
            #expect(content.partitionTable == "gpt")
            #expect(content.partitionTableUUID == "11111111-2222-3333-4444-555555555555")
        }
    }

    /// A BitLocker volume keeps its jump, signature and GUID in its first sector.
    @Test func recognisesBitLocker() throws {
        try withScratch { folder in
            let path = try image(folder, mebibytes: 4)
            var sector = [UInt8](repeating: 0, count: 512)
            sector.replaceSubrange(0..<11, with: [0xEB, 0x58, 0x90] + Array("-FVE-FS-".utf8))
            // 4967d63b-2e29-4ad8-8399-f6a339e3d001
            let guid: [UInt8] = [
                0x3B, 0xD6, 0x67, 0x49, 0x29, 0x2E, 0xD8, 0x4A, 0x83, 0x99, 0xF6, 0xA3, 0x39, 0xE3, 0xD0, 0x01,
            ]
            sector.replaceSubrange(160..<176, with: guid)
            sector[177] = 0x20  // the first metadata block, at 8192
            sector.replaceSubrange(510..<512, with: [0x55, 0xAA])
            let volume = try OpenFile.open(path, for: .readingAndWriting)
            try volume.write(sector, at: 0)
            try volume.write(Array("-FVE-FS-".utf8) + [0, 0, 2, 0], at: 8192)
            #expect(try BlockContent.of(path).type == "BitLocker")
        }
    }

    @Test(
        .enabled(
            if: isExecutable("/usr/sbin/mkfs.fat") && isExecutable("/usr/sbin/mkfs.ext4"),
            "needs mkfs.fat and mkfs.ext4 (dosfstools, e2fsprogs)"))
    func believesNeitherOfTwoContents() throws {
        try withScratch { folder in
            let path = try image(folder, mebibytes: 40)
            try runTool("/usr/sbin/mkfs.ext4", ["-q", "-F", path])
            let superblock = try OpenFile.open(path).readExactly(at: 1024, count: 1024)
            try runTool("/usr/sbin/mkfs.fat", ["-F", "32", path])
            try OpenFile.open(path, for: .readingAndWriting).write(superblock, at: 1024)
            let content = try BlockContent.of(path)
            #expect(content.isAmbivalent)
            #expect(content.type == nil)
        }
    }

    /// A volume of a system of old says how long its label is; libblkid's probe copies that much of the program's stack.
    @Test func asksNoProbeThatBelievesALengthOnTheDisk() throws {
        try withScratch { folder in
            let path = try image(folder, mebibytes: 16)  // smaller is none to the library
            let volume = try OpenFile.open(path, for: .readingAndWriting)
            try volume.write(Array("OracleCFS".utf8), at: 8192)  // where the library looks for it
            try volume.write([0xFF, 0xFF], at: 8192 + 264)  // the length of the mount point's name
            try volume.write(Array("label".utf8), at: 8704 + 48)
            try volume.write([0xFF, 0xFF], at: 8704 + 112)  // the length of the label
            #expect(try BlockContent.of(path) == BlockContent())
        }
    }

    @Test(arguments: ProbedContents.superblocks) func asksForContentsThatTheLibraryKnows(name: String) {
        #expect(blkid_known_fstype(name) == 1)
    }

    @Test(arguments: ProbedContents.partitionTables) func asksForTablesThatTheLibraryKnows(name: String) {
        #expect(blkid_known_pttype(name) == 1)
    }

    @Test func recognisesNothingInZerosAndNothingInNothing() throws {
        try withScratch { folder in
            let path = try image(folder, mebibytes: 1)
            #expect(try BlockContent.of(path) == BlockContent())
            #expect(failure { _ = try BlockContent.of("\(folder)/absent") }?.code == .notFound)
        }
    }
}
