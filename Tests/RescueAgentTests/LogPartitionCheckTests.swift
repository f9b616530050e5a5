import Foundation
import TestSupport
import Testing

@testable import RescueAgent

@Suite struct LogPartitionCheckTests {
    private func sector(_ fields: [Int: [UInt8]]) -> [UInt8] {
        var sector = [UInt8](repeating: 0, count: 512)
        sector[0] = 0xEB
        for (offset, bytes) in fields { sector.replaceSubrange(offset..<offset + bytes.count, with: bytes) }
        return sector
    }

    @Test func theMarkOfUseIsFound() {
        let (wide, narrow) = (Array("FAT32   ".utf8), Array("FAT16   ".utf8))
        #expect(LogPartitionCheck.isInUse(sector([82: wide, 65: [1]])))
        #expect(!LogPartitionCheck.isInUse(sector([82: wide, 65: [2], 37: [1]])))
        #expect(LogPartitionCheck.isInUse(sector([54: narrow, 37: [3]])))
        #expect(!LogPartitionCheck.isInUse(sector([54: narrow, 37: [0], 65: [1]])))
    }

    @Test func anythingElseIsLeftAlone() {
        #expect(!LogPartitionCheck.isInUse([]))
        #expect(!LogPartitionCheck.isInUse([UInt8](repeating: 0xFF, count: 512)))
        #expect(!LogPartitionCheck.isInUse(sector([3: Array("NTFS    ".utf8), 65: [1], 37: [1]])))
        #expect(LogPartitionCheck(device: "/nonexistent").repair() == nil)
    }

    /// A folder whose name reached the medium and whose cluster did not: three looks of fsck.fat until nothing is left.
    @Test("what is repaired has no faults at the end", .enabled(if: hasTools, "needs mkfs.fat, fsck.fat and mtools"))
    func aFolderWithoutItsClusterIsMendedToTheEnd() throws {
        try withTemporaryFolder { folder in
            let volume = folder.appendingPathComponent("log.img").path
            try Shell.run("truncate", "-s", "40M", volume)
            try Shell.run("/usr/sbin/mkfs.fat", "-F", "32", "-s", "1", volume)
            try Shell.run("mmd", "-i", volume, "::/quarantine", "::/quarantine/9d7c7f53")
            var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: volume)))
            let reserved = Int(bytes[14]) | Int(bytes[15]) << 8
            let sectors = Int(bytes[36]) | Int(bytes[37]) << 8
            for table in 0..<2 {
                // The root has cluster 2, its folder 3, that one's 4.
                let entry = (reserved + table * sectors) * 512 + 4 * 4
                #expect(bytes[entry..<entry + 4] != [0, 0, 0, 0])
                bytes.replaceSubrange(entry..<entry + 4, with: [0, 0, 0, 0])
            }
            bytes[65] |= 1
            try Data(bytes).write(to: URL(fileURLWithPath: volume))

            #expect(LogPartitionCheck(device: volume).repair()?.hasSuffix("; repaired") == true)
            #expect(throws: Never.self) { try Shell.run("/usr/sbin/fsck.fat", "-n", volume) }
            #expect(LogPartitionCheck(device: volume).repair() == nil)
        }
    }
}

private let hasTools = ["/usr/sbin/mkfs.fat", "/usr/sbin/fsck.fat", "/usr/bin/mmd"]
    .allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
