/// Volumes with a Windows, small enough for an input.
enum FolderSeeds {
    static let all: [[UInt8]] = [
        seed { _ in },
        seed {
            $0.clusterSize = 512
            $0.clusters = 200
        },
        seed {
            $0.recordSize = 2048
            $0.records = 40
        },
    ]

    private static func seed(_ change: (inout NTFSVolumeBuilder) -> Void) -> [UInt8] {
        var volume = NTFSVolumeBuilder()
        volume.hasUpCase = false
        volume.clusters = 60
        volume.records = 40
        change(&volume)
        let windows = volume.add("Windows", isFolder: true)
        let system = volume.add("System32", in: windows, isFolder: true, namesPerBlock: 2)
        for name in ["a.sys", "b.sys", "c.sys", "d.sys"] { volume.add(name, in: system) }
        volume.add("drivers", in: system, isFolder: true)
        volume.add("hiberfil.sys")
        let bytes = volume.build()
        // Sectors that hold something.
        var runs: [(offset: Int64, bytes: [UInt8])] = []
        for offset in stride(from: 0, to: bytes.count, by: 512) {
            let sector = Array(bytes[offset..<offset + 512])
            guard sector.contains(where: { $0 != 0 }) || offset + 512 == bytes.count else { continue }
            if let last = runs.last, last.offset + Int64(last.bytes.count) == Int64(offset) {
                runs[runs.count - 1].bytes += sector
            } else {
                runs.append((Int64(offset), sector))
            }
        }
        return SparseImage.encode(runs)
    }
}
