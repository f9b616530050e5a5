internal import Diagnostics
internal import DynamicDisks
internal import LinuxSystem
internal import WindowsVolumes

/// The machine's dynamic disks (Windows' Logical Disk Manager), and which of their partitions may be worked on.
///
/// Linux shows the parts of dynamic volumes as partitions like all others. One half of a mirror must never be written alone:
/// Windows reads from either, and they would differ for good.
struct DynamicDiskParts {
    private var disks: [String: Result<DynamicDisk, DynamicDiskError>] = [:]

    /// Reads a whole disk's database, if it has one.
    mutating func read(_ device: BlockDevice) {
        guard let bytes = try? DeviceBytes.open(device.path) else { return }
        do throws(DynamicDiskError) {
            disks[device.name] = try DynamicDisk.read(bytes, named: device.path, sectorSize: device.sectorSize)
                .map { .success($0) }
        } catch {
            disks[device.name] = .failure(error)
        }
    }

    /// Why a partition must not be worked on, in words; nil where it may: it is no part of a dynamic disk, or a whole volume
    /// that lies nowhere else.
    func reasonAgainst(_ device: BlockDevice) -> String? {
        guard let partition = device.partition, let disk = disks[partition.disk] else { return nil }
        switch disk {
        case .failure(let error): return "on a dynamic disk whose volumes are not known: \(error.message)"
        case .success(let disk):
            let start = Int64(clamping: partition.start)
            let found = disk.extents(in: start..<start + Int64(clamping: device.size))
            guard let first = found.first else { return nil }
            if found.count == 1, first.volume.kind == .simple, first.range.lowerBound == start { return nil }
            let names = found.map { Self.words(for: $0.volume) }.joined(separator: "; ")
            return "on a dynamic disk: \(names). Nothing was changed"
        }
    }

    private static func words(for volume: DynamicVolume) -> String {
        let name = volume.mountHint.map { "\(volume.name) (\($0))" } ?? volume.name
        switch volume.kind {
        case .simple: return "\(name), which does not begin where its partition does"
        case .mirrored:
            return "one half of the mirror \(name); a half that is changed alone would differ from the other"
        case .spanned, .striped, .raid5:
            let kind = volume.kind == .raid5 ? "RAID 5" : volume.kind.rawValue
            return "one of \(volume.parts.count) parts of the \(kind) volume \(name)"
        }
    }
}
