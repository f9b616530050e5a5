/// A small dynamic disk, every structure of which can be altered before its sum is made.
///
/// Three disks with one volume of each kind: Simple on disk 1; Mirror on 1 and 2; Spanned on 1 and 3; Stripe on 1 and 2;
/// Parity on all three. Each part has 10 sectors.
struct DiskBuilder {
    var isGPT = false
    var sectorSize = 512
    /// Which of the disks this is, from 1.
    var disk = 1
    var sequence: UInt64 = 7
    var groupName = "Dg0"
    /// Alter a structure before its sum is made.
    var alterHeader: (inout [UInt8]) -> Void = { _ in }
    var alterTable: (inout [UInt8]) -> Void = { _ in }
    /// The header of the records.
    var alterStore: (inout [UInt8]) -> Void = { _ in }
    /// Each record, with its number from 1.
    var alterRecord: (Int, inout [UInt8]) -> Void = { _, _ in }

    static let slotSize = 128
    static let partSize: UInt64 = 10
    var databaseCount = 15
    let recordsStart = 3
    var recordsCount = 9
    var tables = [2, 13]
    var copies = [14, 12]
    let dataStart = 63
    let dataCount = 200
    var databaseStart: Int { isGPT ? 40 : dataStart + dataCount }
    var sectors: Int { dataStart + dataCount + (isGPT ? 33 : databaseCount) }
    /// Where the first header is.
    var headerSector: Int { isGPT ? databaseStart + databaseCount - 1 : 6 }
    /// Bytes of the whole database.
    var database: Range<Int> { databaseStart * sectorSize..<(databaseStart + databaseCount) * sectorSize }
    /// The byte with which the records' header begins.
    var store: Int { (databaseStart + recordsStart) * sectorSize }

    static func big(_ value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (width - 1 - $0))) }
    }

    static func number(_ value: UInt64, width: Int = 2) -> [UInt8] { [UInt8(width)] + big(value, width) }
    static func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }
    static func padded(_ bytes: [UInt8], _ size: Int) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: size - bytes.count)
    }
    static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    static func diskID(_ number: Int) -> String { "0000000\(number)-fbfd-11e1-8cf9-52540061f5db" }
    static let groupID = "06495a84-fbfd-11e1-8cf9-52540061f5db"

    static func record(_ type: UInt8, _ flags: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0, 0, flags, type] + big(UInt64(content.count), 4) + content
    }

    /// All records of the group; the numbers are 1 for the group, 2 to 4 for the disks, from 10 for all others.
    func records() -> [[UInt8]] {
        let group = Self.number(1) + Self.text(groupName) + Self.text(Self.groupID) + Self.zeros(12)
        var records = [Self.record(0x35, 0, group)]
        for disk in 1...3 {
            // Disk 3 has a record of the newer kind, disk 2 one that needs two slots.
            let name = Self.number(UInt64(1 + disk)) + Self.text("Disk\(disk)")
            if disk == 3 {
                let id: [UInt8] = [0, 0, 0, 3, 0xFB, 0xFD, 0x11, 0xE1, 0x8C, 0xF9, 0x52, 0x54, 0, 0x61, 0xF5, 0xDB]
                records.append(Self.record(0x44, 0, name + id + Self.zeros(29)))
            } else {
                let path = disk == 2 ? String(repeating: "p", count: 80) : ""
                records.append(
                    Self.record(0x34, 0, name + Self.text(Self.diskID(disk)) + Self.text(path) + Self.zeros(12)))
            }
        }
        var next: UInt64 = 10
        var used = [UInt64](repeating: 0, count: 4)
        func add(_ name: String, size: UInt64, layout: UInt8, _ copies: [[Int]]) {
            let (volume, index) = (next, UInt8(next))
            next += 1
            let gen = layout != 3
            var state = Self.padded(Array("ACTIVE".utf8), 14)
            state += [gen ? 3 : 4, 1, 1, 0, 0, 0, 0x11]
            let guid = [index] + [UInt8](repeating: 0xAB, count: 15)
            records.append(
                Self.record(
                    0x51, 0x02,
                    Self.number(volume) + Self.text(name) + Self.text(gen ? "gen" : "raid5") + Self.text("") + state
                        + Self.number(UInt64(copies.count)) + Self.zeros(16) + Self.number(size, width: 8)
                        + Self.zeros(4) + [7] + guid + Self.text("E:")))
            for disks in copies {
                let component = next
                next += 1
                var content = Self.number(component) + Self.text("c\(component)") + Self.text("ACTIVE") + [layout]
                content += Self.zeros(4) + Self.number(UInt64(disks.count)) + Self.zeros(16) + Self.number(volume) + [0]
                if layout != 2 { content += Self.number(8) + Self.number(UInt64(disks.count)) }
                records.append(Self.record(0x32, layout == 2 ? 0 : 0x10, content))
                var offset: UInt64 = 0
                for (column, disk) in disks.enumerated() {
                    var content = Self.number(next) + Self.text("Disk\(disk)-\(next)") + Self.zeros(12)
                    content += Self.big(used[disk], 8) + Self.big(offset, 8) + Self.number(Self.partSize, width: 8)
                    content += Self.number(component) + Self.number(UInt64(1 + disk))
                    if layout != 2 { content += Self.number(UInt64(column)) }
                    records.append(Self.record(0x33, layout == 2 ? 0 : 0x08, content))
                    next += 1
                    used[disk] += Self.partSize
                    if layout == 2 { offset += Self.partSize }
                }
            }
        }
        add("Simple", size: 10, layout: 2, [[1]])
        add("Mirror", size: 10, layout: 2, [[1], [2]])
        add("Spanned", size: 20, layout: 2, [[1, 3]])
        add("Stripe", size: 20, layout: 1, [[1, 2]])
        add("Parity", size: 20, layout: 3, [[3, 1, 2]])
        return records
    }

    private static func summed(_ sector: [UInt8]) -> [UInt8] {
        var sector = sector
        let sum = sector.reduce(0) { $0 + UInt64($1) } - sector[8..<12].reduce(0) { $0 + UInt64($1) }
        sector.replaceSubrange(8..<12, with: big(sum, 4))
        return sector
    }

    func header() -> [UInt8] {
        var bytes = Array("PRIVHEAD".utf8) + Self.zeros(4) + Self.big(2, 2) + Self.big(12, 2) + Self.zeros(8)
        bytes += Self.big(sequence, 8) + copies.flatMap { Self.big(UInt64($0), 8) }
        bytes += Self.padded(Array(Self.diskID(disk).utf8), 64) + Self.zeros(64)
        bytes += Self.padded(Array(Self.groupID.utf8), 64) + Self.padded(Array(groupName.utf8), 32) + Self.zeros(11)
        for value in [dataStart, dataCount, databaseStart, databaseCount] + tables {
            bytes += Self.big(UInt64(value), 8)
        }
        bytes = Self.padded(bytes, sectorSize)
        alterHeader(&bytes)
        return Self.summed(bytes)
    }

    func table() -> [UInt8] {
        var bytes = Array("TOCBLOCK".utf8) + Self.zeros(4) + Self.big(sequence, 8) + Self.zeros(16)
        bytes += Self.padded(Array("config".utf8), 10) + Self.big(UInt64(recordsStart), 8)
        bytes += Self.big(UInt64(recordsCount), 8) + Self.zeros(8)
        bytes += Self.padded(Array("log".utf8), 10) + Self.zeros(24)
        bytes = Self.padded(bytes, sectorSize)
        alterTable(&bytes)
        return Self.summed(bytes)
    }

    func storeBytes() -> [UInt8] {
        let records = records()
        func count(_ type: UInt8) -> UInt64 { UInt64(records.filter { $0[3] & 15 == type }.count) }
        let counts = [1, 2, 3, 4].flatMap { Self.big(count($0), 4) } + Self.zeros(12)
        let slots = 4 + 32
        var bytes = Array("VMDB".utf8) + Self.big(UInt64(slots), 4) + Self.big(UInt64(Self.slotSize), 4)
        bytes += Self.big(512, 4) + [0, 1, 0, 4, 0, 10] + Self.padded(Array(groupName.utf8), 31)
        bytes += Self.padded(Array(Self.groupID.utf8), 64) + Self.big(sequence, 8) + Self.big(sequence, 8)
        bytes = Self.padded(bytes + counts + counts, 512)
        alterStore(&bytes)
        var contents: [[UInt8]] = []
        for (index, record) in records.enumerated() {
            var record = record
            alterRecord(index + 1, &record)
            let size = Self.slotSize - 16
            let total = (record.count + size - 1) / size
            for piece in 0..<total {
                let content = Array(record[piece * size..<min(record.count, (piece + 1) * size)])
                contents.append(
                    Self.big(UInt64(index + 1), 4) + Self.big(UInt64(piece), 2) + Self.big(UInt64(total), 2) + content)
            }
        }
        for place in 4..<slots {
            let content = place - 4 < contents.count ? contents[place - 4] : []
            bytes += Array("VBLK".utf8) + Self.big(UInt64(place), 4) + Self.padded(content, Self.slotSize - 8)
        }
        return bytes
    }

    func build() -> [UInt8] {
        var bytes = Self.zeros(sectors * sectorSize)
        func put(_ sector: Int, _ content: [UInt8]) {
            bytes.replaceSubrange(sector * sectorSize..<sector * sectorSize + content.count, with: content)
        }
        bytes[450] = isGPT ? 0xEE : 0x42
        bytes[510] = 0x55
        bytes[511] = 0xAA
        if isGPT {
            let types: [[UInt8]] = [
                [0xAA, 0xC8, 0x08, 0x58, 0x8F, 0x7E, 0xE0, 0x42, 0x85, 0xD2, 0xE1, 0xE9, 0x04, 0x34, 0xCF, 0xB3],
                [0xA0, 0x60, 0x9B, 0xAF, 0x31, 0x14, 0x62, 0x4F, 0xBC, 0x68, 0x33, 0x11, 0x71, 0x4A, 0x69, 0xAD],
            ]
            func little(_ value: Int, _ width: Int) -> [UInt8] { Self.big(UInt64(value), width).reversed() }
            let ranges = [(databaseStart, databaseStart + databaseCount - 1), (dataStart, dataStart + dataCount - 1)]
            var entries: [UInt8] = []
            for (type, range) in zip(types, ranges) {
                entries += type + Self.zeros(16) + little(range.0, 8) + little(range.1, 8) + Self.zeros(80)
            }
            func crc(_ bytes: [UInt8]) -> Int {
                var value = UInt32.max
                for byte in bytes {
                    value ^= UInt32(byte)
                    for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
                }
                return Int(~value)
            }
            for (own, table) in [(1, 2), (sectors - 1, sectors - 2)] {
                var header = Array("EFI PART".utf8) + little(0x10000, 4) + little(92, 4) + Self.zeros(8)
                header += little(own, 8) + little(sectors - own, 8) + little(34, 8) + little(sectors - 34, 8)
                header += Self.zeros(16) + little(table, 8) + little(2, 4) + little(128, 4) + little(crc(entries), 4)
                header.replaceSubrange(16..<20, with: little(crc(header), 4))
                put(own, header)
                put(table, entries)
            }
        } else {
            put(headerSector, header())
        }
        for copy in copies { put(databaseStart + copy, header()) }
        for place in tables { put(databaseStart + place, table()) }
        put(databaseStart + recordsStart, storeBytes())
        return bytes
    }
}
