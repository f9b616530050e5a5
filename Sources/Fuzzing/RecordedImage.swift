internal import LinuxSystem
internal import NTFSReader
internal import WindowsVolumes

/// A volume within an image file, with a record of the sectors that a parser reads: small seeds come from large volumes so.
final class RecordedImage: VolumeBytes {
    let size: Int64
    private let disk: DeviceBytes
    private let start: Int64
    private var sectors: Set<Int64> = []

    init(_ disk: DeviceBytes, start: Int64) {
        self.disk = disk
        self.start = start
        size = disk.size - start
    }

    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        let bytes = try disk.read(at: start + offset, count: count)
        let sector = Int64(SparseImage.sectorSize)
        if count > 0 { sectors.formUnion(offset / sector...(offset + Int64(count) - 1) / sector) }
        return bytes
    }

    /// The sectors that were read and are not all zero, with the last sector of the volume.
    func seed() throws -> [UInt8] {
        let sector = Int64(SparseImage.sectorSize)
        var runs: [(offset: Int64, bytes: [UInt8])] = []
        for number in sectors.union([size / sector - 1]).sorted() {
            let bytes = try disk.read(at: start + number * sector, count: Int(sector))
            if number != size / sector - 1, bytes.allSatisfy({ $0 == 0 }) { continue }
            if let last = runs.indices.last, runs[last].offset + Int64(runs[last].bytes.count) == number * sector {
                runs[last].bytes += bytes
            } else {
                runs.append((number * sector, bytes))
            }
        }
        return SparseImage.encode(Array(runs.prefix(255)))
    }
}
