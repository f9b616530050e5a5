public import Diagnostics
internal import Glibc

/// Compares and copies disk images without reading their holes.
public enum DiskComparison {
    private static let chunk: Int64 = 1 << 20

    /// Where two images differ, in bytes from their start, as ranges of whole blocks that are joined when adjacent. A
    /// hole equals zeros. Images of different length differ from the shorter one's end on.
    ///
    /// - Parameters:
    ///   - blockSize: the resolution in bytes, a divisor of 1 MiB.
    public static func differingRanges(
        _ first: String, _ second: String, blockSize: Int64 = 4096
    ) throws(LabError) -> [Range<Int64>] {
        let files = (try SparseFile(reading: first), try SparseFile(reading: second))
        let sizes = (try files.0.size, try files.1.size)
        let common = min(sizes.0, sizes.1)
        let buffers = (allocate(), allocate())
        defer {
            buffers.0.deallocate()
            buffers.1.deallocate()
        }
        var ranges: [Range<Int64>] = []
        var offset: Int64 = 0
        while let next = try [files.0.data(from: offset), files.1.data(from: offset)].compactMap(\.self)
            .map({ max($0.lowerBound, offset) }).min(), next < common
        {
            offset = next / chunk * chunk
            let length = Int(min(chunk, common - offset))
            let pair = (
                UnsafeMutableRawBufferPointer(rebasing: buffers.0[..<length]),
                UnsafeMutableRawBufferPointer(rebasing: buffers.1[..<length])
            )
            try files.0.read(into: pair.0, at: offset)
            try files.1.read(into: pair.1, at: offset)
            for start in stride(from: 0, to: length, by: Int(blockSize)) {
                let count = min(Int(blockSize), length - start)
                guard let a = pair.0.baseAddress, let b = pair.1.baseAddress, memcmp(a + start, b + start, count) != 0
                else { continue }
                append(offset + Int64(start)..<offset + Int64(start + count), to: &ranges)
            }
            offset += Int64(length)
        }
        if sizes.0 != sizes.1 { append(common..<max(sizes.0, sizes.1), to: &ranges) }
        return ranges
    }

    /// Copies an image into a new file, which gets holes where the image has them.
    public static func copy(_ image: String, to path: String) throws(LabError) {
        try extract(image, offset: 0, size: try SparseFile(reading: image).size, to: path)
    }

    /// Copies a part of an image into a new file, which gets holes where the image has them.
    public static func extract(_ image: String, offset: Int64, size: Int64, to path: String) throws(LabError) {
        let source = try SparseFile(reading: image)
        let target = try SparseFile(creating: path, size: size)
        let buffer = allocate()
        defer { buffer.deallocate() }
        var position = offset
        while let data = try source.data(from: position), data.lowerBound < offset + size {
            position = max(position, data.lowerBound)
            let end = min(data.upperBound, offset + size)
            while position < end {
                let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(min(chunk, end - position))])
                try source.read(into: part, at: position)
                try target.write(UnsafeRawBufferPointer(part), at: position - offset)
                position += Int64(part.count)
            }
        }
    }

    private static func append(_ range: Range<Int64>, to ranges: inout [Range<Int64>]) {
        if let last = ranges.last, last.upperBound == range.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
        } else {
            ranges.append(range)
        }
    }

    private static func allocate() -> UnsafeMutableRawBufferPointer {
        .allocate(byteCount: Int(chunk), alignment: 4096)
    }
}
