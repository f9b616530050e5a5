import DynamicDisks
import Foundation
import TestSupport
import Testing

/// What ldmtool says, in its own words.
private struct LDMTool {
    struct Group: Decodable {
        let name: String
        let guid: String
        let volumes: [String]
        let disks: [String]
    }
    struct Volume: Decodable {
        let guid: String
        let type: String
        let size: Int64
        let hint: String?
        let partitions: [String]
    }
    struct Partition: Decodable {
        let start: Int64
        let size: Int64
        let disk: String
    }
    struct Disk: Decodable {
        let guid: String
        let present: Bool
        let start: Int64?
        let size: Int64?

        enum CodingKeys: String, CodingKey {
            case guid, present
            case start = "data-start"
            case size = "data-size"
        }
    }

    let paths: [String]

    private func json<Answer: Decodable>(_ type: Answer.Type, _ arguments: [String]) throws -> Answer {
        // Warnings go to stderr.
        let output = try Shell.run(["sh", "-c", "exec ldmtool \"$@\" 2>/dev/null", "ldmtool"] + arguments)
        return try JSONDecoder().decode(type, from: Data(output.utf8))
    }

    func groups() throws -> [String] { try json([String].self, ["scan"] + paths) }

    func show<Answer: Decodable>(_ type: Answer.Type, _ arguments: String...) throws -> Answer {
        try json(type, paths.flatMap { ["-d", $0] } + ["show"] + arguments)
    }
}

@Suite("Held against ldmtool", .serialized, .enabled(if: Shell.has("ldmtool"), "needs ldmtool (ldmtool)"))
struct InteropTests {
    private static let kinds = [
        "simple": DynamicVolume.Kind.simple, "spanned": .spanned, "striped": .striped, "mirrored": .mirrored,
        "RAID5": .raid5,
    ]

    /// Everything that ldmtool says of these disks, held against what is read.
    ///
    /// - Returns: The groups as read.
    @discardableResult
    private func compare(_ paths: [String]) throws -> [DynamicDiskGroup] {
        let tool = LDMTool(paths: paths)
        let disks = try paths.map { try #require(try DynamicDisk.read(try DiskFile($0), named: $0)) }
        let groups = DynamicDiskGroup.groups(of: disks)
        #expect(Set(groups.map(\.id)) == Set(try tool.groups()))
        for group in groups {
            let theirs = try tool.show(LDMTool.Group.self, "diskgroup", group.id)
            #expect(theirs.guid == group.id && theirs.name == group.disks[0].groupName)
            #expect(theirs.volumes.sorted() == group.volumes.map(\.name).sorted())
            #expect(theirs.disks.sorted() == group.members.map(\.name).sorted())
            for member in group.members {
                let theirs = try tool.show(LDMTool.Disk.self, "disk", group.id, member.name)
                #expect(theirs.guid == member.id)
                #expect(theirs.present == !group.missing.contains(member))
                if let disk = group.disks.first(where: { $0.diskID == member.id }) {
                    #expect(theirs.start.map { $0 * 512 } == disk.dataArea.lowerBound)
                    #expect(theirs.size.map { $0 * 512 } == Int64(disk.dataArea.count))
                }
            }
            for volume in group.volumes {
                let theirs = try tool.show(LDMTool.Volume.self, "volume", group.id, volume.name)
                #expect(theirs.guid == volume.id && theirs.hint == volume.mountHint)
                #expect(theirs.size * 512 == volume.size && Self.kinds[theirs.type] == volume.kind)
                #expect(theirs.partitions == volume.parts.map(\.name), "\(volume.name)")
                for part in volume.parts {
                    let theirs = try tool.show(LDMTool.Partition.self, "partition", group.id, part.name)
                    #expect(theirs.start * 512 == part.startInDataArea && theirs.size * 512 == part.size)
                    #expect(group.members.first { $0.id == part.diskID }?.name == theirs.disk)
                }
            }
        }
        return groups
    }

    @Test("Disks that Windows made", .enabled(if: Fixtures.folder != nil, Fixtures.missing))
    func windows() throws {
        try Fixtures.unpacked(FixtureTests.archive) { folder in
            let names = FixtureTests.expected.keys.sorted()
            #expect(try compare(names.map { folder.appendingPathComponent($0).path }).count == 2)
            // Half of them, as in a machine whose other disks are missing.
            let half = names.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
            let groups = try compare(half.map { folder.appendingPathComponent($0).path })
            #expect(groups.allSatisfy { !$0.missing.isEmpty })
        }
    }

    @Test(
        "Disks that the script makes", .enabled(if: Shell.has("python3"), "needs python3"),
        arguments: ["--mbr", "--gpt"], ["simple", "mirrored"])
    func script(table: String, kind: String) throws {
        let scratch = try ScratchFolder()
        let sizes = kind == "simple" ? [3 << 20, 1 << 20] : [1 << 20, 1 << 20]
        var images: [[UInt8]] = []
        for (index, size) in sizes.enumerated() {
            var image = [UInt8](repeating: 0, count: size)
            image.replaceSubrange(0..<11, with: [0xEB, 0x52, 0x90] + Array("NTFS    ".utf8))
            image[size - 1] = UInt8(index + 1)
            images.append(image)
            try scratch.write("\(index).ntfs", image)
        }
        let script = Fixtures.packageRoot.appendingPathComponent("scripts/make-dynamic-disks").path
        let paths = [scratch("a.img"), scratch("b.img")]
        func make(_ extra: String...) throws {
            try Shell.run(
                ["python3", script, table, "--kind", kind, scratch("0.ntfs"), scratch("1.ntfs")] + paths + extra)
        }
        try make()
        let first = try scratch.read("a.img")
        try make()
        #expect(try scratch.read("a.img") == first, "not the same bytes each time")
        for offset in [nil, "4096"] {
            if let offset { try make("--offset", offset) }
            let groups = try compare(paths)
            #expect(groups.count == 1 && groups[0].missing.isEmpty && groups[0].conflicts.isEmpty)
            #expect(groups[0].volumes.map(\.kind.rawValue) == (kind == "simple" ? ["simple", "simple"] : ["mirrored"]))
            for (index, disk) in groups[0].disks.enumerated() {
                let extent = try #require(disk.extents.first)
                #expect(disk.extents.count == 1)
                let content = try DiskFile(paths[index]).read(
                    at: extent.range.lowerBound, count: Int(extent.range.count))
                #expect(content == images[index])
            }
        }
    }

    @Test("Disks that the tests make", arguments: [false, true])
    func builder(isGPT: Bool) throws {
        let scratch = try ScratchFolder()
        // libldm finds the table of contents in the database's third sector alone.
        var paths: [String] = []
        for number in 1...3 {
            let builder = DiskBuilder(isGPT: isGPT, disk: number)
            paths.append(try scratch.write("\(number).img", builder.build()))
        }
        let groups = try compare(paths)
        #expect(groups.first?.volumes.map(\.kind) == [.simple, .mirrored, .spanned, .striped, .raid5])
    }
}
