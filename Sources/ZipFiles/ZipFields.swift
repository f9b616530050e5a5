/// Little-endian fields of a zip file; nil where they lie outside of it.
struct ZipFields {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func u16(_ offset: Int) -> Int? { number(offset, 2) }
    func u32(_ offset: Int) -> Int? { number(offset, 4) }

    private func number(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - count else { return nil }
        return (0..<count).reversed().reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }

    /// Where the end record begins (section 4.3.16): 22 bytes and a comment of up to 65,535 at the end of the file.
    var endRecord: Int? {
        guard bytes.count >= 22 else { return nil }
        let last = bytes.count - 22
        return (max(0, last - 65_535)...last).reversed().first { place in
            u32(place) == 0x0605_4B50 && u16(place + 20).map { $0 <= last - place } == true
        }
    }

    /// An entry of the central directory (section 4.3.12), and where the next one begins.
    func directoryEntry(at place: Int) -> (entry: ZipEntry, next: Int)? {
        guard u32(place) == 0x0201_4B50, let flags = u16(place + 8), let method = u16(place + 10),
            let checksum = u32(place + 16), let packed = u32(place + 20), let size = u32(place + 24),
            let name = u16(place + 28), let extra = u16(place + 30), let comment = u16(place + 32),
            let offset = u32(place + 42)
        else { return nil }
        let (start, next) = (place + 46, place + 46 + name + extra + comment)
        guard next <= bytes.count else { return nil }
        var sizes = LargeSizes(size: size, packed: packed, offset: offset)
        sizes.take(from: self, at: start + name, count: extra)
        let text = String(decoding: bytes[start..<(start + name)], as: UTF8.self).replacing("\\", with: "/")
        let entry = ZipEntry(
            name: text, size: sizes.size, flags: flags, method: method, checksum: UInt32(checksum),
            packedSize: sizes.packed, offset: sizes.offset)
        return (entry, next)
    }
}

/// Sizes and an offset, of which those that do not fit into 32 bits stand in an extra field (section 4.5.3): some programs
/// put all of them there.
private struct LargeSizes {
    var size: Int
    var packed: Int
    var offset: Int

    mutating func take(from fields: ZipFields, at start: Int, count: Int) {
        var place = start
        while place + 4 <= start + count, let tag = fields.u16(place), let length = fields.u16(place + 2) {
            if tag == 1 {
                var value = place + 4
                for field in [\Self.size, \.packed, \.offset] where self[keyPath: field] == 0xFFFF_FFFF {
                    // What is larger than 2 GiB is far beyond every limit: the value stays, and is refused.
                    guard value + 8 <= place + 4 + length, let low = fields.u32(value), fields.u32(value + 4) == 0
                    else { return }
                    self[keyPath: field] = low
                    value += 8
                }
                return
            }
            place += 4 + length
        }
    }
}
