/// A zip archive made by hand, with stored content (APPNOTE.TXT 6.3.10, sections 4.3.7 and 4.3.12).
struct HandMadeZip {
    struct Entry {
        var name: [UInt8]
        /// Bit 11: the name is UTF-8; bit 0: the content is encrypted.
        var flags: UInt16 = 0
        var content: [UInt8] = Array("x".utf8)
    }

    var entries: [Entry]

    var bytes: [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = archive.count
            // Flags, method, time and date, checksum, both sizes, lengths of the name and of extra fields.
            var common = little(Int(entry.flags), 2) + little(0, 2) + little(0x0021_0000, 4)
            common += little(Int(Self.checksum(entry.content)), 4)
            common += little(entry.content.count, 4) + little(entry.content.count, 4)
            common += little(entry.name.count, 2) + little(0, 2)
            archive += little(0x0403_4B50, 4) + little(20, 2) + common + entry.name + entry.content
            directory += little(0x0201_4B50, 4) + little(0x0314, 2) + little(20, 2) + common
            directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0o100644 << 16, 4)
            directory += little(offset, 4) + entry.name
        }
        var end = little(0x0605_4B50, 4) + little(0, 4)
        end += little(entries.count, 2) + little(entries.count, 2)
        end += little(directory.count, 4) + little(archive.count, 4) + little(0, 2)
        return archive + directory + end
    }

    private func little(_ number: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xEDB8_8320) }
        }
    }
}
