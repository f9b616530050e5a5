/// The master file table `$MFT`: records by their numbers, and the values of their attributes.
final class FileTable {
    let source: CheckedSource
    let boot: NTFSBootSector
    /// Where the table itself lies.
    private(set) var content: MappedContent
    /// What was wrong and could be made up for.
    private(set) var faults: [NTFSFault] = []

    /// Records of the table, in use or not.
    var recordCount: UInt64 { content.initializedSize / UInt64(boot.bytesPerRecord) }

    /// Finds the table by its own record, or that record's mirror.
    init(_ source: CheckedSource, _ boot: NTFSBootSector) throws(ReadProblem) {
        self.source = source
        self.boot = boot
        let clusterSize = boot.bytesPerCluster
        func open(at cluster: UInt64) throws(ReadProblem) -> (FileRecord, MappedContent) {
            guard cluster < boot.totalClusters else { throw ReadProblem(.damaged, "it lies outside the volume") }
            let offset = Int64(cluster) * Int64(clusterSize)
            let raw = try source.read(at: offset, count: boot.bytesPerRecord)
            let record = try Self.record(in: raw, number: 0, byteOffset: offset)
            guard let data = record.attribute(Attribute.Kind.data, [], where: { $0.firstCluster == 0 }),
                !data.isResident
            else { throw ReadProblem(.damaged, "it maps no table", byteOffset: offset) }
            var content = try MappedContent(data, bytesPerCluster: clusterSize)
            try content.runs.append(data, totalClusters: boot.totalClusters)
            return (record, content)
        }
        var own: FileRecord
        do throws(ReadProblem) {
            (own, content) = try open(at: boot.masterFileTable)
        } catch {
            let first = error
            do throws(ReadProblem) {
                (own, content) = try open(at: boot.masterFileTableMirror)
            } catch { throw first }
            faults.append(
                NTFSFault(
                    first.kind, .record(0), "\(first.detail); its mirror is used", byteOffset: first.byteOffset,
                    bytesPerCluster: clusterSize))
        }
        if own.attribute(Attribute.Kind.list, []) != nil {
            // The parts of the run list lie in records that the parts before them map.
            if let full = try value(of: own, Attribute.Kind.data, [], progress: { self.content = $0 }),
                case .mapped(let mapped) = full
            {
                content = mapped
            }
        }
        try content.check(bytesPerCluster: clusterSize)
    }

    private static func record(
        in raw: [UInt8], number: UInt64, byteOffset: Int64?
    ) throws(ReadProblem) -> FileRecord {
        var fixed = raw
        guard ByteWindow(raw).hasSignature else {
            throw ReadProblem(.damaged, "it has no record", byteOffset: byteOffset)
        }
        guard UpdateSequence.undo(in: &fixed, at: 0, count: fixed.count) else {
            throw ReadProblem(.damaged, "it was written in part (its fixups are wrong)", byteOffset: byteOffset)
        }
        guard let record = FileRecord(ByteWindow(fixed), number: number) else {
            throw ReadProblem(.damaged, "its header is damaged", byteOffset: byteOffset)
        }
        return record
    }

    /// The record of a number, be it in use or not.
    func record(_ number: UInt64) throws(ReadProblem) -> FileRecord {
        guard number < recordCount else { throw ReadProblem(.damaged, "it lies behind the end of the file table") }
        let start = number * UInt64(boot.bytesPerRecord)
        let raw = try read(content, at: start, count: boot.bytesPerRecord)
        return try Self.record(in: raw, number: number, byteOffset: byteOffset(of: start, in: content))
    }

    /// The record that a reference means, in use and not used for something else since.
    func record(_ reference: RecordReference) throws(ReadProblem) -> FileRecord {
        let record = try record(reference.number)
        guard record.isInUse, record.sequence == reference.sequence else {
            throw ReadProblem(.damaged, "it is not in use for what refers to it")
        }
        return record
    }

    /// The value of a record's attribute; nil if the record has none.
    ///
    /// - Parameter progress: is given what is mapped so far, after each part of the run list.
    func value(
        of record: FileRecord, _ type: Int, _ name: [UInt16], progress: (MappedContent) -> Void = { _ in }
    ) throws(ReadProblem) -> AttributeContent? {
        var found: AttributeContent?
        func add(_ attribute: Attribute) throws(ReadProblem) {
            if attribute.isResident {
                guard found == nil, let value = attribute.value else {
                    throw ReadProblem(.damaged, "an attribute lies outside its record")
                }
                found = .resident(value)
                return
            }
            var mapped: MappedContent
            switch found {
            case nil: mapped = try MappedContent(attribute, bytesPerCluster: boot.bytesPerCluster)
            case .mapped(let known): mapped = known
            case .resident: throw ReadProblem(.damaged, "an attribute is there twice")
            }
            found = nil
            try mapped.runs.append(attribute, totalClusters: boot.totalClusters)
            found = .mapped(mapped)
            progress(mapped)
        }
        if type != Attribute.Kind.list, record.attribute(Attribute.Kind.list, []) != nil {
            let entries = try attributeList(of: record).filter { $0.type == type && $0.name == name }
            for entry in entries.sorted(by: { $0.firstCluster < $1.firstCluster }) {
                try add(try attribute(of: entry, base: record))
            }
        } else {
            var parts: [Attribute] = []
            let isSound = record.forEachAttribute { attribute in
                if attribute.type == type, attribute.hasName(name) { parts.append(attribute) }
                return true
            }
            guard isSound else { throw ReadProblem(.damaged, "its attributes are damaged") }
            guard parts.count <= 1 else { throw ReadProblem(.damaged, "an attribute is there twice") }
            if let part = parts.first { try add(part) }
        }
        if case .mapped(let mapped) = found { try mapped.check(bytesPerCluster: boot.bytesPerCluster) }
        return found
    }

    /// The entries of a record's attribute list; none if it has no list.
    func attributeList(of record: FileRecord) throws(ReadProblem) -> [AttributeListEntry] {
        guard let list = try value(of: record, Attribute.Kind.list, []) else { return [] }
        guard list.size <= UInt64(AttributeListEntry.listLimit) else {
            throw ReadProblem(.tooLarge, "its attribute list is too long")
        }
        return try AttributeListEntry.all(in: try read(list, at: 0, count: Int(list.size)))
    }

    private func attribute(of entry: AttributeListEntry, base: FileRecord) throws(ReadProblem) -> Attribute {
        let holder = entry.record.number == base.number ? base : try record(entry.record)
        guard holder.number == base.number || holder.base == base.reference else {
            throw ReadProblem(.damaged, "its attribute list names record \(entry.record), which is another file's")
        }
        guard
            let attribute = holder.attribute(
                entry.type, entry.name,
                where: { $0.instance == entry.instance && ($0.isResident || $0.firstCluster == entry.firstCluster) })
        else { throw ReadProblem(.damaged, "its attribute list names an attribute that is not there") }
        return attribute
    }
}
