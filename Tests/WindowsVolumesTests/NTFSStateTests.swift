import Diagnostics
import Foundation
import NTFSReader
import TestSupport
import Testing
import Vocabulary

@testable import WindowsVolumes

@Suite(.enabled(if: Fixtures.folder != nil && Shell.has("python3"), Fixtures.missing))
struct RealNTFSStateTests {
    /// A Windows-made volume whose log and flag are set by hand.
    @Test(arguments: [
        (["--log", "1.1", "--clean", "--not-dirty"], "1.1", true, false),
        (["--log", "1.1", "--unclean", "--dirty"], "1.1", false, true),
        (["--log", "2.0", "--unclean", "--not-dirty"], "2.0", false, false),
    ])
    func readsTheLogAndTheDirtyFlag(options: [String], version: String, clean: Bool, dirty: Bool) throws {
        let tools = try #require(Fixtures.folder).appendingPathComponent("make/set_log_state.py").path
        try Fixtures.unpacked("ntfs-forensic/SampleTinyNtfsVolume.zip") { folder in
            let image = folder.appendingPathComponent("SampleTinyNtfsVolume/partition.dd").path
            let changed = folder.appendingPathComponent("changed").path
            try Shell.run(["python3", tools, image, changed] + options)
            let volume = try DeviceBytes.open(changed)
            let boot = try #require(try NTFSBootSector(volume.read(at: 0, count: 512), volume: "partition.dd"))
            let state = NTFSState.read(boot, in: volume)
            #expect(state == NTFSState(isDirty: dirty, logVersion: version, isLogClean: clean))
        }
    }
}

@Suite struct NTFSStateTests {
    private func boot(_ change: (inout [UInt8]) -> Void = { _ in }) -> [UInt8] {
        var sector = [UInt8](repeating: 0, count: 512)
        sector.replaceSubrange(3..<11, with: Array("NTFS    ".utf8))
        sector[12] = 2  // 512 bytes per sector
        sector[13] = 8  // 8 sectors per cluster
        sector[42] = 1  // 65,536 sectors
        sector[48] = 4  // $MFT in cluster 4
        sector[64] = 0xF6  // records of 2^10 bytes
        change(&sector)
        return sector
    }

    @Test func readsTheNumbers() throws {
        let parsed = try #require(try NTFSBootSector(boot(), volume: "sda3"))
        #expect(parsed.bytesPerSector == 512)
        #expect(parsed.bytesPerCluster == 4096)
        #expect(parsed.totalSectors == 65536)
        #expect(parsed.masterFileTable == 4)
        #expect(parsed.bytesPerRecord == 1024)
    }

    @Test func clustersOfTwoMebibytes() throws {
        let parsed = try #require(try NTFSBootSector(boot { $0[13] = 0xF4 }, volume: "sda3"))
        #expect(parsed.bytesPerCluster == 2 << 20)
    }

    @Test(arguments: [(12, 3), (13, 0), (13, 3), (13, 0xE0), (64, 0x81), (64, 0), (42, 0), (55, 0xFF)])
    func refusesWhatCannotBe(offset: Int, value: UInt8) {
        let error = #expect(throws: NTFSReaderError.self) {
            try NTFSBootSector(boot { $0[offset] = value }, volume: "sda3")
        }
        #expect(error?.reason == .damagedNTFS && error?.codeText == "damaged-ntfs")
    }

    @Test func isNilForAnotherFileSystem() throws {
        #expect(try NTFSBootSector(boot { $0[3] = 0x4D }, volume: "sda3") == nil)
    }

    @Test func aDamagedVolumeHasNoState() throws {
        let parsed = try #require(
            try NTFSBootSector(
                boot {
                    $0[44] = 0xFF; $0[52] = 0xFE
                }, volume: "sda3"))
        #expect(
            NTFSState.read(parsed, in: ImageBytes(bytes: boot()))
                == NTFSState(isDirty: nil, logVersion: nil, isLogClean: nil))
    }
}
