/// Zip archives whose files are stored (APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16).
enum TestArchive {
    static func zip(_ files: [(name: String, content: String)]) -> [UInt8] {
        var locals: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let (name, content) = (Array(file.name.utf8), Array(file.content.utf8))
            let common =
                little(0x800, 2) + little(0, 2) + little(0x0021_0000, 4) + little(checksum(content), 4)
                + little(content.count, 4) + little(content.count, 4) + little(name.count, 2) + little(0, 2)
            directory += little(0x0201_4B50, 4) + little(0x0314, 2) + little(20, 2) + common + little(0, 6)
            directory += little(0o100644 << 16, 4) + little(locals.count, 4) + name
            locals += little(0x0403_4B50, 4) + little(20, 2) + common + name + content
        }
        return locals + directory + little(0x0605_4B50, 4) + little(0, 4) + little(files.count, 2)
            + little(files.count, 2) + little(directory.count, 4) + little(locals.count, 4) + little(0, 2)
    }

    private static func checksum(_ bytes: [UInt8]) -> Int {
        Int(
            ~bytes.reduce(~UInt32(0)) { crc, byte in
                (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xEDB8_8320) }
            })
    }

    private static func little(_ number: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
