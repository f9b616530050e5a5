internal import CZlib

/// Deflate and CRC-32 by zlib.
enum Inflater {
    /// Unpacks a raw deflate stream of exactly `size` bytes.
    static func inflate(_ packed: ArraySlice<UInt8>, size: Int) throws(ZipError) -> [UInt8] {
        guard let count = UInt32(exactly: packed.count), let room = UInt32(exactly: size + 1) else { throw .tooLarge }
        var isWhole = false
        // A byte more, so that a stream that is longer than it claims is seen.
        let content = [UInt8](unsafeUninitializedCapacity: size + 1) { output, written in
            written = 0
            var stream = z_stream()
            // No header: windows of 32 KiB, as a negative number (zlib.h, inflateInit2).
            guard inflateInit2_(&stream, -15, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else { return }
            defer { inflateEnd(&stream) }
            packed.withUnsafeBufferPointer { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = count
                stream.next_out = output.baseAddress
                stream.avail_out = room
                isWhole = CZlib.inflate(&stream, Z_FINISH) == Z_STREAM_END
                written = size + 1 - Int(stream.avail_out)
            }
        }
        guard isWhole, content.count == size else { throw .damaged }
        return content
    }

    /// The CRC-32 of bytes, as zip files have it.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
    }
}
