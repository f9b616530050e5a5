internal import Archives
internal import Diagnostics
internal import DiskFormats

/// The file that an image is in, unpacked if it was compressed.
enum ImageSource {
    /// More than any image has, and less than any disk that holds the unpacked file: a few bytes may unpack to millions.
    private static let maximumSize: Int64 = 16 << 30

    /// Opens an image file; one that is compressed with Zstandard is unpacked to a temporary one.
    static func open(_ path: String) throws(StickWriterError) -> PositionedFile {
        let file = try PositionedFile.image(path)
        guard ArchiveFilter(beginning: file.read(at: 0, count: 4)) == .zstd else { return file }
        return try unpack(file, name: path)
    }

    private static func unpack(_ source: PositionedFile, name: String) throws(StickWriterError) -> PositionedFile {
        func failure(_ what: String) -> StickWriterError {
            StickWriterError(.imageInvalid, "\(name): \(what); copy or build it again")
        }
        func reading<Result>(_ body: () throws(ArchiveError) -> Result) throws(StickWriterError) -> Result {
            do { return try body() } catch {
                throw StickWriterError(.imageInvalid, "\(error.message); copy or build it again", cause: error)
            }
        }
        let reader = try reading { () throws(ArchiveError) in
            let reader = try ArchiveReader(
                descriptor: source.descriptor, owner: source, name: name, format: .raw, filter: .zstd,
                warnings: .refused, limit: .images)
            _ = try reader.next()
            return reader
        }
        let target = try PositionedFile.temporary(size: 0)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var size: Int64 = 0
        while true {
            let count = try reading { () throws(ArchiveError) in try reader.read(into: buffer) }
            if count == 0 { break }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            // What is zero stays a hole.
            if bytes.contains(where: { $0 != 0 }) { try target.write(bytes, at: size) }
            size += Int64(count)
            guard size <= maximumSize else { throw failure("it unpacks to more than \(maximumSize >> 30) GiB") }
        }
        try target.resize(to: size)
        return target
    }
}
