internal import NTFSReader
internal import WindowsVolumes

/// A volume of any size in a small input: a few runs of sectors, and zeros elsewhere.
///
/// u8 number of runs; for each run u32 first sector and u16 number of sectors (little-endian, sectors of 512 bytes); then
/// the content of the runs, one behind the other. What is missing at the end reads as zeros. The volume ends with its last
/// run.
struct SparseImage: VolumeBytes {
    static let sectorSize = 512
    private static let runSize = 6

    /// Runs in the order of the input: a later one covers what it overlaps.
    private(set) var runs: [(offset: Int64, bytes: [UInt8])] = []
    private(set) var size: Int64 = 0

    /// The volume of an input; every input is one.
    init(_ input: [UInt8]) {
        let count = min(Int(input.first ?? 0), (input.count - 1) / Self.runSize)
        guard count > 0 else { return }
        var content = input[(1 + count * Self.runSize)...]
        for run in 0..<count {
            let field = input[(1 + run * Self.runSize)...].prefix(Self.runSize).map { Int64($0) }
            let sector = field[0] | field[1] << 8 | field[2] << 16 | field[3] << 24
            let length = Int(field[4] | field[5] << 8) * Self.sectorSize
            runs.append((sector * Int64(Self.sectorSize), Array(content.prefix(length))))
            content = content.dropFirst(length)
            size = max(size, sector * Int64(Self.sectorSize) + Int64(length))
        }
    }

    /// The input of runs, whose offsets and lengths are multiples of a sector.
    static func encode(_ runs: [(offset: Int64, bytes: [UInt8])]) -> [UInt8] {
        func little(_ value: Int64, _ width: Int) -> [UInt8] {
            (0..<width).map { UInt8(truncatingIfNeeded: value >> Int64(8 * $0)) }
        }
        var input = [UInt8(truncatingIfNeeded: runs.count)]
        for run in runs {
            input += little(run.offset / Int64(sectorSize), 4) + little(Int64(run.bytes.count / sectorSize), 2)
        }
        return input + runs.flatMap(\.bytes)
    }

    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= size - Int64(count) else { throw OutsideImage() }
        var bytes = [UInt8](repeating: 0, count: count)
        for run in runs {
            let first = max(run.offset, offset)
            let end = min(run.offset + Int64(run.bytes.count), offset + Int64(count))
            guard first < end else { continue }
            bytes.replaceSubrange(
                Int(first - offset)..<Int(end - offset),
                with: run.bytes[Int(first - run.offset)..<Int(end - run.offset)])
        }
        return bytes
    }

    /// Puts bytes over what is there, within the volume.
    mutating func write(_ bytes: [UInt8], at offset: Int64) { runs.append((offset, bytes)) }
}

/// Bytes were asked for that an image does not have.
struct OutsideImage: Error {}
