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
            let offset = UInt32(archive.count)
            let common =
                little(entry.flags) + little(UInt16(0)) + little(UInt32(0x0021_0000))
                + little(Self.checksum(entry.content))
                + little(UInt32(entry.content.count)) + little(UInt32(entry.content.count))
                + little(UInt16(entry.name.count)) + little(UInt16(0))
            archive += little(UInt32(0x0403_4B50)) + little(UInt16(20)) + common + entry.name + entry.content
            directory +=
                little(UInt32(0x0201_4B50)) + little(UInt16(0x0314)) + little(UInt16(20)) + common + little(UInt16(0))
                + little(UInt16(0)) + little(UInt16(0)) + little(UInt32(0o100644) << 16) + little(offset) + entry.name
        }
        let count = little(UInt16(entries.count))
        return archive + directory + little(UInt32(0x0605_4B50)) + [0, 0, 0, 0] + count + count
            + little(UInt32(directory.count)) + little(UInt32(archive.count)) + [0, 0]
    }

    private func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xEDB8_8320) }
        }
    }
}
