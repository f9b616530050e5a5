@testable import DiskFormats

/// A GUID partition table made by hand, byte for byte (UEFI 2.10, section 5.3).
struct SampleTable {
    struct Entry {
        var first: UInt64
        var last: UInt64
        var name = "UNLOOP-LOG"
    }

    var entries: [Entry]
    var sectors: UInt64 = 2048
    var entryCount: UInt32 = 128
    var entrySize: UInt32 = 128

    static let type: [UInt8] = PartitionType.basicData.bytes

    /// A disk with both copies; the checksums are right, whatever the numbers say.
    var disk: MemoryBytes { MemoryBytes(bytes) }

    var bytes: [UInt8] {
        var disk = [UInt8](repeating: 0, count: Int(sectors) * 512)
        let table = table
        disk.replaceSubrange(1024..<1024 + table.count, with: table)
        let backup = Int(sectors) * 512 - 512 - table.count
        disk.replaceSubrange(backup..<backup + table.count, with: table)
        disk.replaceSubrange(512..<604, with: header(at: 1, other: sectors - 1, entries: 2))
        disk.replaceSubrange(
            (disk.count - 512)..<(disk.count - 420),
            with: header(at: sectors - 1, other: 1, entries: UInt64(backup / 512)))
        return disk
    }

    var table: [UInt8] {
        var table: [UInt8] = []
        for (number, entry) in entries.enumerated() {
            table += Self.type + [UInt8](repeating: UInt8(number + 1), count: 16)
            table += little(entry.first) + little(entry.last) + little(UInt64(0))
            let units = entry.name.utf16.flatMap { little($0) }
            table += units + [UInt8](repeating: 0, count: 72 - units.count)
        }
        return table + [UInt8](repeating: 0, count: 128 * 128 - table.count)
    }

    private func header(at own: UInt64, other: UInt64, entries: UInt64) -> [UInt8] {
        let table = table
        var header = Array("EFI PART".utf8)
        header += little(UInt32(0x10000)) + little(UInt32(92)) + little(UInt64(0))
        header += little(own) + little(other) + little(UInt64(34)) + little(sectors - 34)
        header += [UInt8](repeating: 0xD1, count: 16)
        header += little(entries) + little(entryCount) + little(entrySize) + little(CRC32.of(table))
        header.replaceSubrange(16..<20, with: little(CRC32.of(header)))
        return header
    }

    private func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
