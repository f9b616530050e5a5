import Foundation
import LinuxSystem
import RepairEngine
import TestSupport
import Testing
import WindowsVolumes

@testable import MachineVolumes

/// What is on a partition that was made for Windows and whose first sector says nothing.
@Suite struct UnrecognisedVolumeTests {
    private static let size = 64 << 20

    private func content(_ pieces: [(at: Int, bytes: [UInt8])], size: Int = size) throws -> VolumeContent {
        try withTemporaryFolder { folder in
            let path = "\(folder.path)/volume"
            try Data().write(to: URL(filePath: path))
            let file = try FileHandle(forUpdating: URL(filePath: path))
            defer { try? file.close() }
            try file.truncate(atOffset: UInt64(size))
            for piece in pieces {
                try file.seek(toOffset: UInt64(piece.at))
                try file.write(contentsOf: Data(piece.bytes))
            }
            return try UnrecognisedVolume.content(of: DeviceBytes.open(path), named: "v")
        }
    }

    /// The boot sector of an NTFS volume of so many sectors.
    private func bootSector(sectors: UInt64) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 512)
        bytes.replaceSubrange(0..<11, with: [0xEB, 0x52, 0x90] + Array("NTFS    ".utf8))
        bytes.replaceSubrange(11..<14, with: [0x00, 0x02, 0x08])
        for byte in 0..<8 { bytes[40 + byte] = UInt8(truncatingIfNeeded: sectors >> (8 * byte)) }
        bytes[48] = 4
        bytes[56] = 8
        bytes[64] = 0xF6
        bytes.replaceSubrange(510..<512, with: [0x55, 0xAA])
        return bytes
    }

    @Test(arguments: [1, 8, 2048]) func theCopyOfTheFirstSectorSaysThatItIsNTFS(sectorsBehind: Int) throws {
        let copy = bootSector(sectors: UInt64(Self.size / 512 - sectorsBehind))
        guard case .damaged = try content([(Self.size - sectorsBehind * 512, copy)]) else {
            Issue.record("not taken for a damaged volume")
            return
        }
    }

    /// A volume that would not fit here was once on another partition.
    @Test func aCopyOfALargerVolumeIsNotThisOne() throws {
        let copy = bootSector(sectors: UInt64(Self.size))
        guard case .unknown = try content([(Self.size - 512, copy), (1 << 20, [1])]) else {
            Issue.record("taken for a volume that is larger than its partition")
            return
        }
    }

    @Test(arguments: [65_536, 3 << 20, 20 << 20, 60 << 20]) func anythingButZerosIsUnknownContent(place: Int) throws {
        // A sample is taken every 4 MiB.
        let bytes = [UInt8](repeating: 0x5A, count: 4 << 20)
        guard case .unknown(let reason) = try content([(place, Array(bytes.prefix(Self.size - place)))]) else {
            Issue.record("not seen")
            return
        }
        #expect(reason == "not recognised, and not empty (64 MiB)")
    }

    /// Samples are never taken behind the end, whatever the size is.
    @Test(arguments: [512, 1024, 65_024, 65_536, 66_048, 1 << 20]) func everySizeCanBeLookedAt(beyond: Int) throws {
        for size in [64 << 20, 96 << 20, 128 << 20] {
            #expect(try content([], size: size + beyond) == .other("nothing"))
        }
    }

    @Test func aPartitionThatWasNeverFormattedIsNothing() throws {
        #expect(try content([]) == .other("nothing"))
        // The record of a disk that was only initialised, or what a format left behind.
        #expect(try content([(0, [1]), (510, [0x55, 0xAA])]) == .other("nothing"))
        #expect(try content([(0, [1])], size: 16 << 20) == .other("unknown"))
    }
}
