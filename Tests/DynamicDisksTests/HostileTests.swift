import Diagnostics
import DynamicDisks
import Testing

@Suite("Dynamic disks that lie")
struct HostileTests {
    /// What reading a disk of the builder takes at most.
    private func check(_ disk: MemoryDisk, _ comment: @autoclosure () -> Comment) {
        #expect(disk.reads < 700 && disk.bytesRead < 2 << 20, comment())
    }

    @Test("Every byte of the database changed, each alone", arguments: [(false, 0x01), (true, 0x80)])
    func everyByte(isGPT: Bool, change: Int) throws {
        let builder = DiskBuilder(isGPT: isGPT)
        let sound = builder.build()
        let expected = try #require(MemoryDisk(sound).outcome().disk)
        var counts = (same: 0, failed: 0, changed: 0)
        let places = Array(builder.database) + (isGPT ? Array(0..<3 * 512) : Array(0..<512) + Array(6 * 512..<7 * 512))
        let disk = MemoryDisk(sound)
        for place in places {
            disk.bytes[place] ^= UInt8(change)
            disk.forget()
            let outcome = disk.outcome()
            disk.bytes[place] ^= UInt8(change)
            check(disk, "byte \(place)")
            switch outcome {
            case .read(let read) where read == expected: counts.same += 1
            case .read(let read):
                counts.changed += 1
                // Records have no sums: a name, a number or a place may change unseen, a volume's kind may not.
                #expect(read.shape == expected.shape, "byte \(place)")
                #expect(place >= builder.store && place < builder.store + builder.recordsCount * 512, "byte \(place)")
            case .failed: counts.failed += 1
            case .notDynamic: #expect(place < 3 * 512, "byte \(place)")
            }
        }
        #expect(counts.same > 1000 && counts.failed > 500 && counts.changed > 0, "\(counts)")
    }

    @Test("A disk that is cut short anywhere", arguments: [false, true])
    func truncated(isGPT: Bool) throws {
        let builder = DiskBuilder(isGPT: isGPT)
        let sound = builder.build()
        let expected = MemoryDisk(sound).outcome()
        for count in [512, 499].flatMap({ Array(stride(from: 0, to: sound.count, by: $0)) }) {
            let disk = MemoryDisk(Array(sound[..<count]))
            // Behind the volumes of a GPT disk there is a copy of its table alone.
            let isWhole = isGPT && count >= (builder.dataStart + builder.dataCount) * 512
            #expect(isWhole ? disk.outcome() == expected : disk.outcome().disk == nil, "\(count) bytes")
            check(disk, "\(count) bytes")
        }
    }

    @Test("Every sector unreadable, each alone", arguments: [false, true])
    func unreadable(isGPT: Bool) throws {
        let builder = DiskBuilder(isGPT: isGPT)
        let disk = MemoryDisk(builder.build())
        let expected = disk.outcome()
        for sector in 0..<builder.sectors {
            disk.unreadable = [sector * 512..<(sector + 1) * 512]
            let outcome = disk.outcome()
            #expect(outcome == expected || outcome == .failed(.unreadable), "sector \(sector)")
        }
        // All of it.
        disk.unreadable = [512..<disk.bytes.count]
        let before = disk.reads
        #expect(disk.outcome() == .failed(.unreadable) || isGPT)
        #expect(disk.reads - before < 200)
    }

    @Test("Numbers of any size in every field", arguments: [false, true])
    func numbers(isGPT: Bool) throws {
        let values: [UInt64] = [
            0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 54, 1 << 55, (1 << 63) - 1, 1 << 63, .max - 1, .max,
        ]
        var soundOnes = 0
        func run(_ builder: DiskBuilder, _ comment: @autoclosure () -> Comment) {
            let disk = MemoryDisk(builder.build())
            if disk.outcome().disk != nil { soundOnes += 1 }
            check(disk, comment())
        }
        for value in values {
            let eight = DiskBuilder.big(value, 8)
            for field in [12, 24, 32, 40, 283, 291, 299, 307, 315, 323] {
                var builder = DiskBuilder(isGPT: isGPT)
                builder.alterHeader = { $0.replaceSubrange(field..<field + 8, with: eight) }
                run(builder, "header \(field): \(value)")
            }
            for field in [12, 46, 54] {
                var builder = DiskBuilder(isGPT: isGPT)
                builder.alterTable = { $0.replaceSubrange(field..<field + 8, with: eight) }
                run(builder, "table \(field): \(value)")
            }
            for field in [4, 8, 12, 16, 18, 117, 125, 133, 137, 161] {
                var builder = DiskBuilder(isGPT: isGPT)
                builder.alterStore = {
                    $0.replaceSubrange(field..<field + 4, with: DiskBuilder.big(value & 0xFFFF_FFFF, 4))
                    // Counts are held against each other first.
                    if (133..<149).contains(field) { $0.replaceSubrange(161..<177, with: $0[133..<149]) }
                }
                run(builder, "records' header \(field): \(value)")
            }
            // Start, offset and size of a part, the size of a volume.
            for (number, place) in [7, 10, 16, 20, 25].flatMap({ part in [32, 40, 49].map { (part, $0) } })
                + [(5, 64), (8, 64), (17, 64), (21, 64)]
            {
                var builder = DiskBuilder(isGPT: isGPT)
                builder.alterRecord = { index, record in
                    guard index == number else { return }
                    record.replaceSubrange(place..<place + 8, with: eight)
                }
                run(builder, "record \(number) \(place): \(value)")
            }
            for number in 1...25 {
                var builder = DiskBuilder(isGPT: isGPT)
                builder.alterRecord = { index, record in
                    if index == number { record.replaceSubrange(4..<8, with: DiskBuilder.big(value & 0xFFFF_FFFF, 4)) }
                }
                run(builder, "size of record \(number): \(value)")
            }
        }
        #expect(soundOnes > 0)
    }

    @Test("Slots that claim to be pieces of anything", arguments: [UInt64(5), 6])
    func pieces(seed: UInt64) throws {
        var numbers = Numbers(state: seed)
        let builder = DiskBuilder()
        let sound = builder.build()
        for _ in 0..<300 {
            let disk = MemoryDisk(sound)
            for _ in 0..<Int.random(in: 1...20, using: &numbers) {
                let slot = builder.store + 512 + 128 * Int.random(in: 0..<32, using: &numbers)
                let value = [0, 1, 2, 3, 0xFF].randomElement(using: &numbers) ?? 0
                disk.bytes[slot + Int.random(in: 8..<16, using: &numbers)] = UInt8(value)
            }
            _ = disk.outcome()
        }
    }

    @Test("Bytes of any kind, with sums that are right", arguments: [UInt64(7), 8, 9])
    func noise(seed: UInt64) throws {
        var numbers = Numbers(state: seed)
        for _ in 0..<300 {
            var builder = DiskBuilder(isGPT: Bool.random(using: &numbers))
            let places = (0..<8).map { _ in
                (Int.random(in: 0..<400, using: &numbers), UInt8.random(in: 0...255, using: &numbers))
            }
            func alter(_ bytes: inout [UInt8]) {
                for (place, value) in places where place < bytes.count { bytes[place] = value }
            }
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0: builder.alterHeader = alter
            case 1: builder.alterTable = alter
            case 2: builder.alterStore = alter
            default:
                let chosen = Int.random(in: 1...25, using: &numbers)
                builder.alterRecord = { index, bytes in if index == chosen { alter(&bytes) } }
            }
            let disk = MemoryDisk(builder.build())
            _ = disk.outcome()
            check(disk, "seed \(seed)")
        }
    }

    @Test("A database that claims to be too large")
    func large() throws {
        var builder = DiskBuilder()
        builder.alterHeader = {
            $0.replaceSubrange(299..<315, with: DiskBuilder.big(263, 8) + DiskBuilder.big((16 << 11) + 1, 8))
        }
        let disk = MemoryDisk(builder.build() + [UInt8](repeating: 0, count: 17 << 20))
        #expect(disk.outcome() == .failed(.unsupported))
        #expect(disk.bytesRead < 3 << 20)
    }

    @Test("A database with too many records")
    func records() throws {
        var builder = DiskBuilder()
        builder.databaseCount = 8300
        builder.recordsCount = 8250
        builder.tables = [2, 8298]
        builder.copies = [8299, 8297]
        let slots = 65_545
        builder.alterStore = { $0.replaceSubrange(4..<12, with: DiskBuilder.big(UInt64(slots) << 32 | 64, 8)) }
        var bytes = builder.build()
        for place in 8..<slots {
            let start = builder.store + 64 * place
            let slot = Array("VBLK".utf8) + DiskBuilder.big(UInt64(place) << 32 | UInt64(place), 8) + [0, 0, 0, 1]
            bytes.replaceSubrange(start..<start + 16, with: slot)
        }
        #expect(MemoryDisk(bytes).outcome() == .failed(.unsupported))
        // One less: then they are looked at.
        bytes[builder.store + 64 * 8 + 15] = 0
        let error = #expect(throws: DynamicDiskError.self) { _ = try MemoryDisk(bytes).dynamicDisk() }
        #expect(error?.message.contains("a record of type 0") == true)
    }
}
