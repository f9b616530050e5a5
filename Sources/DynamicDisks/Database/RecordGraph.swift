/// The records of a database by what they belong to: every reference leads somewhere, and every count is right.
struct RecordGraph {
    private(set) var groupName = ""
    private(set) var volumes: [VolumeRecord] = []
    /// In the order of the database.
    private(set) var members: [DynamicDisk.Member] = []
    /// By the records' numbers.
    private(set) var disks: [UInt64: DynamicDisk.Member] = [:]
    /// By the number of the volume.
    private var components: [UInt64: [ComponentRecord]] = [:]
    /// By the number of the component.
    private var parts: [UInt64: [PartRecord]] = [:]

    init(_ store: RecordStore) throws(DatabaseProblem) {
        var numbers: Set<UInt64> = []
        var counts = [0, 0, 0, 0]
        var guids: Set<String> = []
        for record in store.records {
            let id: UInt64
            switch record {
            case .volume(let volume):
                id = volume.id
                counts[0] += 1
                volumes.append(volume)
                guard guids.insert(volume.guid).inserted else { throw .damaged("two volumes have the same GUID") }
            case .component(let component):
                id = component.id
                counts[1] += 1
                components[component.volume, default: []].append(component)
            case .part(let part):
                id = part.id
                counts[2] += 1
                parts[part.component, default: []].append(part)
            case .disk(let number, let name, let guid):
                id = number
                counts[3] += 1
                let member = DynamicDisk.Member(id: guid, name: name)
                members.append(member)
                disks[id] = member
                guard guids.insert(guid).inserted else { throw .damaged("two disks have the same GUID") }
            case .group(let name):
                groupName = name
                continue
            }
            guard numbers.insert(id).inserted else { throw .damaged("two records have the number \(id)") }
        }
        guard counts == store.counts else { throw .damaged("its record counts do not match") }
        guard Set(components.keys).isSubset(of: volumes.map(\.id)),
            Set(parts.keys).isSubset(of: components.values.joined().map(\.id))
        else { throw .damaged("a record refers to one that is missing") }
    }

    /// A volume with its parts.
    func assemble(_ volume: VolumeRecord, _ disk: DiskSectors) throws(DatabaseProblem) -> DynamicVolume {
        let components = (components[volume.id] ?? []).sorted { $0.id < $1.id }
        guard let first = components.first, UInt64(components.count) == volume.componentCount else {
            throw .damaged("volume \(volume.name) lacks a component")
        }
        var assembled: [DynamicVolume.Part] = []
        for (copy, component) in components.enumerated() {
            guard (component.layout == .raid5) == volume.isRAID5 else {
                throw .damaged("volume \(volume.name) and its component differ in kind")
            }
            let parts = try sortedParts(of: component, volume)
            for (order, part) in parts.enumerated() {
                guard let member = disks[part.disk] else {
                    throw .damaged("part \(part.name) lies on a disk that is not listed")
                }
                assembled.append(
                    DynamicVolume.Part(
                        name: part.name, diskID: member.id,
                        startInDataArea: try disk.bytes(part.start, "the place of part \(part.name)"),
                        size: try disk.bytes(part.size, "the size of part \(part.name)"), copy: copy, order: order))
            }
        }
        let kind: DynamicVolume.Kind =
            if components.count > 1 {
                .mirrored
            } else {
                switch first.layout {
                case .striped: .striped
                case .concatenated: assembled.count > 1 ? .spanned : .simple
                case .raid5: .raid5
                }
            }
        return DynamicVolume(
            id: volume.guid, name: volume.name, kind: kind,
            size: try disk.bytes(volume.size, "the size of volume \(volume.name)"), state: volume.state,
            partitionType: volume.partitionType, mountHint: volume.mountHint, parts: assembled)
    }

    /// The parts of a component in their order; together they have room for the volume.
    private func sortedParts(
        of component: ComponentRecord, _ volume: VolumeRecord
    ) throws(DatabaseProblem) -> [PartRecord] {
        let sorted = (parts[component.id] ?? []).sorted { ($0.index, $0.offset, $0.id) < ($1.index, $1.offset, $1.id) }
        guard !sorted.isEmpty, UInt64(sorted.count) == component.partCount, volume.size > 0,
            sorted.allSatisfy({ $0.size > 0 })
        else { throw .damaged("volume \(volume.name) lacks a part") }
        var end: UInt64 = 0
        for part in sorted {
            guard component.layout != .concatenated || part.offset == end else {
                throw .damaged("the parts of volume \(volume.name) do not follow each other")
            }
            guard case let (sum, overflow) = end.addingReportingOverflow(part.size), !overflow else {
                throw .damaged("volume \(volume.name) has an impossible size")
            }
            end = sum
        }
        let columns = component.columns ?? 1
        let least: UInt64 =
            switch component.layout {
            case .concatenated: 1
            case .striped: 2
            case .raid5: 3
            }
        guard columns >= least, columns <= UInt64(sorted.count) else {
            throw .damaged("volume \(volume.name) has an impossible number of columns")
        }
        // One column's worth is parity.
        let room = component.layout == .raid5 ? end / columns * (columns - 1) : end
        guard room >= volume.size else { throw .damaged("volume \(volume.name) is larger than its parts") }
        return sorted
    }
}
