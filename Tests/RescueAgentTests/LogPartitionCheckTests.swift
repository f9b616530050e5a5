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
        #expect(LogPartitionCheck(device: "/nonexistent").mend() == nil)
    }
}
