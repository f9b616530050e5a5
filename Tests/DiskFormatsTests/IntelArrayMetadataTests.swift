import Testing

@testable import DiskFormats

@Suite("Metadata of Intel's arrays") struct IntelArrayMetadataTests {
    /// A disk of 64 sectors whose metadata has so many bytes, with a right sum.
    private func disk(_ size: Int, sectorSize: Int = 512, disks: UInt8 = 2) -> [UInt8] {
        var metadata = [UInt8](repeating: 0, count: (size + sectorSize - 1) / sectorSize * sectorSize)
        metadata.replaceSubrange(0..<30, with: Array("Intel Raid ISM Cfg Sig. 1.3.00".utf8))
        func set(_ number: UInt32, at place: Int) {
            for byte in 0..<4 { metadata[place + byte] = UInt8(truncatingIfNeeded: number >> UInt32(8 * byte)) }
        }
        set(UInt32(size), at: 0x24)
        metadata[0x38] = disks
        for place in 0xD8..<size { metadata[place] = UInt8(truncatingIfNeeded: place * 7) }
        var sum: UInt32 = 0
        for place in stride(from: 0, to: size, by: 4) where place != 0x20 {
            for byte in 0..<4 { sum &+= UInt32(metadata[place + byte]) << UInt32(8 * byte) }
        }
        set(sum, at: 0x20)
        // The first sector comes last but one; what follows it lies before it.
        var disk = [UInt8](repeating: 0, count: 64 * sectorSize)
        let anchor = disk.count - 2 * sectorSize
        disk.replaceSubrange(anchor..<anchor + sectorSize, with: metadata[..<sectorSize])
        let rest = metadata[sectorSize...]
        disk.replaceSubrange(anchor - rest.count..<anchor, with: rest)
        return disk
    }

    private func read(_ bytes: [UInt8], sectorSize: Int = 512) -> IntelArrayMetadata? {
        IntelArrayMetadata.read(MemoryBytes(bytes), sectorSize: sectorSize)
    }

    @Test(arguments: [264, 512, 516, 1024, 4000], [512, 4096]) func anArraysIsRecognised(size: Int, sectorSize: Int) {
        #expect(read(disk(size, sectorSize: sectorSize), sectorSize: sectorSize) == .sound(disks: 2))
    }

    @Test(arguments: [0, 31, 0x20, 0x24, 0x38, 0xD8, 263]) func oneWrongByteIsEnough(place: Int) {
        var bytes = disk(264)
        bytes[bytes.count - 1024 + place] ^= 0xFF
        #expect(read(bytes) == (place == 0 ? .absent : .unsound))
    }

    @Test func aSignatureAloneIsNoArray() {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        #expect(read(bytes) == .absent)
        let signature = Array("Intel Raid ISM Cfg Sig. 1.0.00".utf8)
        bytes.replaceSubrange(bytes.count - 1024..<bytes.count - 1024 + signature.count, with: signature)
        #expect(read(bytes) == .unsound)
        #expect(read([]) == .absent && read([UInt8](repeating: 0, count: 700)) == .absent)
    }

    @Test func metadataThatBeginBeforeTheDiskAreUnsound() {
        let bytes = disk(4000)
        #expect(read(Array(bytes.suffix(2048))) == .unsound)
    }

    /// What a disk does not read may be sound.
    @Test func whatCannotBeReadIsNotKnown() {
        struct Broken: ByteSource {
            let size: Int64 = 65_536
            func read(at offset: Int64, count: Int) -> ArraySlice<UInt8> { [] }
        }
        #expect(IntelArrayMetadata.read(Broken(), sectorSize: 512) == nil)
    }
}
