import DynamicDisks
import Testing

@Suite("Dynamic disks that belong together")
struct GroupTests {
    private func disk(_ number: Int, sequence: UInt64 = 7) throws -> DynamicDisk {
        try #require(try MemoryDisk(DiskBuilder(disk: number, sequence: sequence).build()).dynamicDisk())
    }

    @Test("A whole group, and one with a missing disk")
    func missing() throws {
        let all = try (1...3).map { try disk($0) }
        let whole = try #require(DynamicDiskGroup.groups(of: all).first)
        #expect(whole.missing.isEmpty && whole.conflicts.isEmpty)
        #expect(whole.volumes.filter(whole.isWhole).map(\.name) == ["Simple"])
        let part = try #require(DynamicDiskGroup.groups(of: [all[0], all[2]]).first)
        #expect(part.missing.map(\.name) == ["Disk2"])
        #expect(part.volumes.filter { part.missing(of: $0).isEmpty }.map(\.name) == ["Simple", "Spanned"])
        let mirror = try all[0].volume("Mirror")
        #expect(part.start(of: mirror.parts[0]) == Int64(73 * 512) && part.start(of: mirror.parts[1]) == nil)
        #expect(whole.start(of: mirror.parts[1]) == Int64(63 * 512))
        let without = try #require(DynamicDiskGroup.groups(of: [all[1], all[2]]).first)
        #expect(!without.volumes.contains(where: without.isWhole))
        #expect(DynamicDiskGroup.groups(of: []).isEmpty)
    }

    @Test("Disks that missed a change, clones, and disks that disagree")
    func conflicts() throws {
        let (first, second) = (try disk(1), try disk(2))
        let outdated = try #require(DynamicDiskGroup.groups(of: [first, try disk(2, sequence: 6)]).first)
        #expect(outdated.conflicts == [.outdated(diskID: DiskBuilder.diskID(2))])
        #expect(!outdated.volumes.contains(where: outdated.isWhole))
        let twice = try #require(DynamicDiskGroup.groups(of: [first, second, first]).first)
        #expect(twice.conflicts == [.duplicate(diskID: DiskBuilder.diskID(1))])
        #expect(twice.start(of: try first.volume("Simple").parts[0]) == nil)
        var builder = DiskBuilder(disk: 2)
        builder.alterRecord = { number, bytes in if number == 5 { bytes[8 + 4] = UInt8(ascii: "D") } }
        let different = try #require(try MemoryDisk(builder.build()).dynamicDisk())
        let disagreeing = try #require(DynamicDiskGroup.groups(of: [first, different]).first)
        #expect(disagreeing.conflicts.count == 1)
    }
}
