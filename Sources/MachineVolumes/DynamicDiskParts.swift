internal import Diagnostics
internal import DynamicDisks
internal import LinuxSystem
internal import Vocabulary
internal import WindowsVolumes

/// The machine's dynamic disks (Windows' Logical Disk Manager), and what may be done to their partitions.
///
/// Linux shows the parts of dynamic volumes as partitions like all others. One half of a mirror must never be written alone:
/// Windows reads from either, and they would differ for good. What one disk's database says counts only as far as those of
/// the others agree with it, and those may appear later.
final class DynamicDiskParts {
    /// What may be done to a partition.
    enum Permission: Equatable {
        /// Everything: it is on no dynamic disk, or a simple volume.
        case all
        /// It holds a whole copy of a volume and can be looked at; the reason says why it is not written.
        case looks(String)
        /// It is, or may be, a part of a volume, of which nothing can be said.
        case nothing(String)
    }

    /// Halves of mirrors, by the name of the device: the mirror, the disks that it is on, and the half's first sector.
    private struct Half {
        let path: String
        let volume: DynamicVolume
        let sector: [UInt8]
    }

    private var disks: [String: Result<DynamicDisk, DynamicDiskError>] = [:]
    private var halves: [String: Half] = [:]
    /// The partitions of dynamic disks, in libblkid's words.
    private static let partitionTypes = ["af9b60a0-1431-4f62-bc68-3311714a69ad", "0x42"]

    /// Reads a whole disk's database, if it has one.
    func read(_ device: BlockDevice) {
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

    /// What may be done to a partition, by its own disk.
    ///
    /// - Parameter type: The partition's type, in libblkid's words.
    func permission(for device: BlockDevice, type: String? = nil) -> Permission {
        guard let partition = device.partition else { return .all }
        let isDynamic = type.map(Self.partitionTypes.contains) == true
        switch disks[partition.disk] {
        case nil where isDynamic: return .nothing("a partition of a dynamic disk whose volumes are not known")
        case nil: return .all
        case .failure(let error): return .nothing("on a dynamic disk whose volumes are not known: \(error.message)")
        case .success(let disk):
            let (start, size) = (Int64(clamping: partition.start), Int64(clamping: device.size))
            let permission = Self.permission(for: disk, start: start, size: size)
            switch permission {
            case .all where isDynamic && disk.extents(in: start..<start + size).isEmpty:
                return .nothing("a partition of a dynamic disk of which its database says nothing. Nothing was changed")
            case .looks:
                let volume = disk.extents(in: start..<start + size)[0].volume
                if let sector = Self.firstSector(of: device) {
                    halves[device.name] = Half(path: device.path, volume: volume, sector: sector)
                }
            case .all, .nothing: break
            }
            return permission
        }
    }

    /// Why a partition that its own disk gives free is not written all the same, by all disks that are there now.
    func refusal(for device: BlockDevice) -> String? {
        if let partition = device.partition, case .success(let disk) = disks[partition.disk] {
            return conflict(around: disk).map { "on a dynamic disk: \($0). Nothing was changed" }
        }
        // A disk that has lost the mark of a dynamic one keeps its half of the mirror.
        let known = Set(present.map(\.diskID))
        let open = halves.values.filter { half in !half.volume.diskIDs.allSatisfy(known.contains) }
        guard !open.isEmpty, let sector = Self.firstSector(of: device),
            let twin = open.sorted(by: { $0.path < $1.path }).first(where: { $0.sector == sector })
        else { return nil }
        return "the same volume as \(twin.path), \(Self.words(for: twin.volume)). Nothing was changed"
    }

    private var present: [DynamicDisk] {
        disks.sorted { $0.key < $1.key }.compactMap { try? $0.value.get() }
    }

    /// What is wrong with the group of a disk: then nobody can say which database holds.
    private func conflict(around disk: DynamicDisk) -> String? {
        let group = DynamicDiskGroup.groups(of: present).first { $0.id == disk.groupID }
        guard let group, let conflict = group.conflicts.first else { return nil }
        func name(_ id: String) -> String {
            displaySafe((group.members + disk.members).first { $0.id == id }?.name ?? id, limit: 64)
        }
        switch conflict {
        case .outdated(let id): return "\(name(id)) of its group has missed a change of the volumes"
        case .duplicate(let id): return "\(name(id)) of its group is there twice, and one is a copy"
        case .foreign(let id): return "\(name(id)) was taken out of its group and is there all the same"
        case .contradiction(let id): return "the database on \(name(id)) differs from that of another disk of its group"
        }
    }

    /// NTFS alone: a mirror holds nothing else that is looked for.
    private static func firstSector(of device: BlockDevice) -> [UInt8]? {
        guard let sector = try? DeviceBytes.open(device.path).read(at: 0, count: 512), sector.count == 512,
            sector[3..<11].elementsEqual("NTFS    ".utf8)
        else { return nil }
        return Array(sector)
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
