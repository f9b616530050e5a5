internal import Diagnostics
internal import DynamicDisks
internal import LinuxSystem
internal import Vocabulary
internal import WindowsVolumes

/// The machine's dynamic disks (Windows' Logical Disk Manager), and what may be done to their partitions.
///
/// Linux shows the parts of dynamic volumes as partitions like all others. One half of a mirror must never be written alone:
/// Windows reads from either, and they would differ for good.
struct DynamicDiskParts {
    /// What may be done to a partition.
    enum Permission: Equatable {
        /// Everything: it is on no dynamic disk, or a simple volume.
        case all
        /// It holds a whole copy of a volume and can be looked at; the reason says why it is not written.
        case looks(String)
        /// It is, or may be, a part of a volume, of which nothing can be said.
        case nothing(String)
    }

    private var disks: [String: Result<DynamicDisk, DynamicDiskError>] = [:]

    /// Reads a whole disk's database, if it has one.
    mutating func read(_ device: BlockDevice) {
        disks[device.name] = nil
        let bytes: DeviceBytes
        do throws(LinuxError) {
            bytes = try DeviceBytes.open(device.path)
        } catch {
            disks[device.name] = .failure(DynamicDiskError(.unreadable, error.message))
            return
        }
        do throws(DynamicDiskError) {
            disks[device.name] = try DynamicDisk.read(bytes, named: device.path, sectorSize: device.sectorSize)
                .map { .success($0) }
        } catch {
            disks[device.name] = .failure(error)
        }
    }

    /// Whether a whole disk is known to be dynamic.
    func isDynamic(_ disk: BlockDevice) -> Bool { disks[disk.name] != nil }

    /// What may be done to a partition.
    func permission(for device: BlockDevice) -> Permission {
        guard let partition = device.partition, let disk = disks[partition.disk] else { return .all }
        switch disk {
        case .failure(let error): return .nothing("on a dynamic disk whose volumes are not known: \(error.message)")
        case .success(let disk):
            return Self.permission(
                for: disk, start: Int64(clamping: partition.start), size: Int64(clamping: device.size))
        }
    }

    static func permission(for disk: DynamicDisk, start: Int64, size: Int64) -> Permission {
        let (end, isTooFar) = start.addingReportingOverflow(size)
        guard !isTooFar, size > 0 else { return .nothing("a partition of a dynamic disk with an impossible place") }
        let found = disk.extents(in: start..<end)
        guard let first = found.first else { return .all }
        let more = found.count > 3 ? "; and \(found.count - 3) more" : ""
        let names = found.prefix(3).map { words(for: $0.volume) }.joined(separator: "; ") + more
        let text = "on a dynamic disk: \(names). Nothing was changed"
        guard found.count == 1, first.range.lowerBound == start else { return .nothing(text) }
        switch first.volume.kind {
        case .simple: return .all
        case .mirrored where first.volume.parts.count == 2: return .looks(text)
        case .mirrored, .spanned, .striped, .raid5: return .nothing(text)
        }
    }

    private static func words(for volume: DynamicVolume) -> String {
        let label = volume.mountHint.map { "\(volume.name) (\($0))" } ?? volume.name
        let name = displaySafe(label, limit: 64)
        switch volume.kind {
        case .simple: return "\(name), which does not begin where its partition does"
        case .mirrored: return "one half of the mirror \(name); changing one half alone would make the halves differ"
        case .spanned, .striped, .raid5:
            let kind = volume.kind == .raid5 ? "RAID 5" : volume.kind.rawValue
            return "one of \(volume.parts.count) parts of the \(kind) volume \(name)"
        }
    }
}
