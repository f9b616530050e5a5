import Diagnostics
import DynamicDisks
import Testing

@Suite("The database of a dynamic disk")
struct DatabaseTests {
    @Test("Kinds, parts and places", arguments: [false, true], [512, 4096])
    func kinds(isGPT: Bool, sectorSize: Int) throws {
        let builder = DiskBuilder(isGPT: isGPT, sectorSize: sectorSize)
        let size = Int64(sectorSize)
        let disk = try #require(try MemoryDisk(builder.build()).dynamicDisk(sectorSize: sectorSize))
        #expect(disk.diskID == DiskBuilder.diskID(1) && disk.groupID == DiskBuilder.groupID)
        #expect(disk.groupName == "Dg0" && disk.sequence == 7)
        #expect(disk.dataArea == 63 * size..<263 * size)
        #expect(disk.members.map(\.name) == ["Disk1", "Disk2", "Disk3"])
        #expect(disk.members.map(\.id) == (1...3).map(DiskBuilder.diskID))
        #expect(disk.volumes.map(\.name) == ["Simple", "Mirror", "Spanned", "Stripe", "Parity"])
        #expect(disk.volumes.map(\.kind) == [.simple, .mirrored, .spanned, .striped, .raid5])
        #expect(disk.volumes.map(\.size) == [10, 10, 20, 20, 20].map { $0 * size })
        let places = disk.volumes.map { $0.diskIDs.map { $0.prefix(8).suffix(1) }.joined() }
        #expect(places == ["1", "12", "13", "12", "312"])
        let mirror = try disk.volume("Mirror")
        #expect(mirror.parts.map(\.copy) == [0, 1] && mirror.parts.map(\.order) == [0, 0])
        #expect(mirror.state == "ACTIVE" && mirror.partitionType == 7)
        #expect(disk.extents.map(\.volume.name) == ["Simple", "Mirror", "Spanned", "Stripe", "Parity"])
        #expect(disk.extents.map(\.range.lowerBound) == [63, 73, 83, 93, 103].map { $0 * size })
        #expect(disk.extents(in: 72 * size..<74 * size).map(\.volume.name) == ["Simple", "Mirror"])
        #expect(disk.extents(in: 0..<63 * size).isEmpty)
        #expect(disk.start(of: mirror.parts[1]) == nil)
    }

    @Test("Disks that are not dynamic")
    func plain() throws {
        for isGPT in [false, true] {
            let sound = DiskBuilder(isGPT: isGPT).build()
            var basic = sound
            basic[450] = 7
            #expect(MemoryDisk(basic).outcome() == .notDynamic)
            var unmarked = sound
            unmarked[511] = 0
            // Without the mark there is no MBR; a GPT is one all the same, and its partitions are shown.
            #expect(MemoryDisk(unmarked).outcome() == (isGPT ? MemoryDisk(sound).outcome() : .notDynamic))
        }
        for count in [0, 1, 511, 512, 513, 1024] {
            #expect(MemoryDisk([UInt8](repeating: 0, count: count)).outcome() == .notDynamic)
        }
        // A GPT comes before a partition of type 0x42 beside the protective one.
        var hybrid = DiskBuilder(isGPT: true).build()
        hybrid[466] = 0x42
        #expect(MemoryDisk(hybrid).outcome() == MemoryDisk(DiskBuilder(isGPT: true).build()).outcome())
    }

    @Test("A type 0x42 in any of the four entries")
    func anyEntry() throws {
        for entry in 1..<4 {
            var bytes = DiskBuilder().build()
            bytes[450] = 0x07
            bytes[450 + 16 * entry] = 0x42
            #expect(try MemoryDisk(bytes).dynamicDisk() != nil)
        }
    }

    @Test("A damaged copy gives way to another", arguments: [false, true])
    func copies(isGPT: Bool) throws {
        let builder = DiskBuilder(isGPT: isGPT)
        let sound = builder.build()
        let outcome = MemoryDisk(sound).outcome()
        #expect(outcome.disk != nil)
        let headers = Set([builder.headerSector] + builder.copies.map { builder.databaseStart + $0 }).sorted()
        let tables = builder.tables.map { builder.databaseStart + $0 }
        #expect(headers.count == (isGPT ? 2 : 3))
        for group in [headers, tables] {
            for kept in group {
                let others = group.filter { $0 != kept }
                // Damaged, and unreadable.
                let damaged = MemoryDisk(sound)
                for sector in others { damaged.bytes[sector * 512 + 300] ^= 0x10 }
                #expect(damaged.outcome() == outcome, "sector \(kept) is left")
                let unreadable = MemoryDisk(sound)
                unreadable.unreadable = others.map { $0 * 512..<($0 + 1) * 512 }
                #expect(unreadable.outcome() == outcome, "sector \(kept) is left")
            }
            let none = MemoryDisk(sound)
            for sector in group { none.bytes[sector * 512 + 300] ^= 0x10 }
            #expect(none.outcome() == .failed(.damaged))
            none.unreadable = group.map { $0 * 512..<($0 + 1) * 512 }
            #expect([.failed(.unreadable), .failed(.damaged)].contains(none.outcome()))
        }
    }

    @Test("Tables that the header does not name are found")
    func usualTables() throws {
        var builder = DiskBuilder()
        let outcome = MemoryDisk(builder.build()).outcome()
        builder.alterHeader = { $0.replaceSubrange(315..<331, with: DiskBuilder.big(9, 8) + DiskBuilder.big(.max, 8)) }
        #expect(MemoryDisk(builder.build()).outcome() == outcome)
    }

    @Test("A damaged first partition table gives way to the one at the end")
    func secondGPT() throws {
        let builder = DiskBuilder(isGPT: true)
        var bytes = builder.build()
        let outcome = MemoryDisk(bytes).outcome()
        bytes[512 + 60] ^= 1
        #expect(MemoryDisk(bytes).outcome() == outcome)
        bytes[(builder.sectors - 2) * 512 + 3] ^= 1
        // Linux shows no partitions of such a disk; what it was is still known.
        #expect(MemoryDisk(bytes).outcome() == outcome)
    }

    @Test("The newest copy counts, and copies of the same number must agree")
    func sequences() throws {
        var newer = DiskBuilder()
        newer.sequence = 8
        newer.alterHeader = { $0.replaceSubrange(283..<291, with: DiskBuilder.big(60, 8)) }
        let old = DiskBuilder()
        var bytes = old.build()
        let copy = (old.databaseStart + 14) * 512
        bytes.replaceSubrange(copy..<copy + 512, with: newer.header())
        #expect(try MemoryDisk(bytes).dynamicDisk()?.dataArea.lowerBound == 60 * 512)
        newer.sequence = 7
        bytes.replaceSubrange(copy..<copy + 512, with: newer.header())
        #expect(MemoryDisk(bytes).outcome() == .failed(.damaged))

        bytes = old.build()
        var table = DiskBuilder()
        table.alterTable = { $0[53] -= 1 }
        let place = (old.databaseStart + old.tables[1]) * 512
        bytes.replaceSubrange(place..<place + 512, with: table.table())
        #expect(MemoryDisk(bytes).outcome() == .failed(.damaged))
        table.sequence = 6
        bytes.replaceSubrange(place..<place + 512, with: table.table())
        #expect(MemoryDisk(bytes).outcome() == MemoryDisk(old.build()).outcome())
    }

    @Test("A change that was not finished", arguments: [(17, 2), (17, 0), (124, 8), (132, 8), (164, 6), (136, 4)])
    func unfinished(place: Int, value: UInt8) throws {
        var builder = DiskBuilder()
        builder.alterStore = { $0[place] = value }
        #expect(MemoryDisk(builder.build()).outcome() == .failed(.unfinishedChange))
        builder = DiskBuilder()
        builder.alterRecord = { number, bytes in if number == 5 { bytes[1] = 1 } }
        #expect(MemoryDisk(builder.build()).outcome() == .failed(.unfinishedChange))
    }

    @Test("Versions that are not known")
    func versions() throws {
        var header = DiskBuilder()
        header.alterHeader = { $0[15] = 13 }
        #expect(MemoryDisk(header.build()).outcome() == .failed(.unsupported))
        var store = DiskBuilder()
        store.alterStore = { $0[21] = 11 }
        #expect(MemoryDisk(store.build()).outcome() == .failed(.unsupported))
        var record = DiskBuilder()
        record.alterRecord = { number, bytes in if number == 6 { bytes[3] = 0x42 } }
        #expect(MemoryDisk(record.build()).outcome() == .failed(.unsupported))
        #expect(MemoryDisk(DiskBuilder().build()).outcome(sectorSize: 0) == .failed(.unsupported))
    }

    @Test("Records that contradict each other")
    func contradictions() throws {
        // Records: group, three disks, then volume 5, component 6, part 7, volume 8, component 9, part 10, …
        let changes: [(Int, Int, [UInt8])] = [
            (7, 8 + 2, [19]),  // a number that another has
            (7, 8 + 3 + 9 + 12 + 16 + 9 + 2, [99]),  // a component that is missing
            (7, 8 + 3 + 9 + 12 + 16 + 9 + 3 + 2, [99]),  // a disk that is missing
            (7, 8 + 3 + 9 + 12 + 7, [5]),  // among another's sectors
            (6, 8 + 3 + 4 + 7 + 1 + 4 + 2, [2]),  // a part too many
            (6, 8 + 3 + 4 + 7, [3]),  // parity in a volume without
            (2, 8 + 3 + 6 + 1 + 7, [0x39]),  // a GUID that is not this disk's
            (3, 8 + 3 + 6 + 1 + 7, [0x31]),  // a GUID that another has
        ]
        for (number, place, bytes) in changes {
            var builder = DiskBuilder()
            builder.alterRecord = { index, record in
                if index == number { record.replaceSubrange(place..<place + bytes.count, with: bytes) }
            }
            #expect(MemoryDisk(builder.build()).outcome() == .failed(.damaged), "record \(number), byte \(place)")
        }
        var group = DiskBuilder()
        group.alterStore = { $0[53] = 0x31 }
        #expect(MemoryDisk(group.build()).outcome() == .failed(.damaged))
    }

    @Test("Names cannot move the cursor of a screen")
    func names() throws {
        let builder = DiskBuilder(groupName: "a\u{1B}[2Jb")
        #expect(try MemoryDisk(builder.build()).dynamicDisk()?.groupName == "a\u{FFFD}[2Jb")
    }

    @Test("Messages name the disk, what is wrong and what to do")
    func messages() throws {
        var builder = DiskBuilder()
        builder.alterStore = { $0[17] = 2 }
        let error = #expect(throws: DynamicDiskError.self) { _ = try MemoryDisk(builder.build()).dynamicDisk() }
        #expect(
            error?.description == "disk: a change to the volumes of this dynamic disk was not finished; start Windows "
                + "once to finish it [dynamic-disk-unfinished-change]")
    }
}
