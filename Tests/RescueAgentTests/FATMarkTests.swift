import Foundation
import TestSupport
import Testing

@testable import RescueAgent

@Suite struct FATMarkTests {
    private func sector(_ bytes: [Int: UInt8]) -> [UInt8] {
        var sector = [UInt8](repeating: 0, count: 512)
        for (offset, byte) in bytes.merging([510: 0x55, 511: 0xAA], uniquingKeysWith: { own, _ in own }) {
            sector[offset] = byte
        }
        return sector
    }

    @Test func theMarkIsAtAnotherPlaceOnFAT32() {
        #expect(FATMark(sector([65: 1])).isDirty)
        #expect(!FATMark(sector([37: 1])).isDirty)
        #expect(FATMark(sector([22: 32, 37: 1])).isDirty)
        #expect(!FATMark(sector([23: 1, 65: 1])).isDirty)
        #expect(!FATMark(sector([65: 2])).isDirty)
    }

    @Test func whatIsNoBootSectorHasNone() {
        #expect(!FATMark(sector([65: 1, 511: 0])).isDirty)
        #expect(!FATMark([]).isDirty)
    }

    /// fsck.vfat calls the same volumes dirty.
    @Test(.enabled(if: Shell.has("mkfs.vfat", "fsck.vfat"), "needs dosfstools"), arguments: ["16", "32"])
    func theCheckingProgramAgrees(width: String) throws {
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("volume").path
            try Shell.run("truncate", "-s", "64M", path)
            try Shell.run("/usr/sbin/mkfs.vfat", "-F", width, path)
            #expect(!FATMark(Array(try bytes(path).prefix(512))).isDirty)
            let file = try FileHandle(forUpdating: URL(filePath: path))
            try file.seek(toOffset: width == "32" ? 65 : 37)
            try file.write(contentsOf: Data([1]))
            try file.close()
            #expect(FATMark(Array(try bytes(path).prefix(512))).isDirty)
            let said = try? Shell.run("/usr/sbin/fsck.vfat", "-n", path)
            #expect(said?.contains("Dirty bit is set") != false)
        }
    }
}
