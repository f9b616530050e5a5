/// Paths of folders, by the parents that their own records name.
struct ParentPaths {
    /// Components of a path: Windows allows 32,767 characters in all.
    static let depthLimit = 1_024
    static let cacheLimit = 10_000

    private let table: FileTable
    private var known: [RecordReference: (name: String, parent: RecordReference)?] = [:]

    init(_ table: FileTable) { self.table = table }

    /// The path from the root; nil where a record on the way cannot be read, is used for something else, or leads back to
    /// itself.
    mutating func path(of folder: RecordReference) -> [String]? {
        var path: [String] = []
        var next = folder
        while next.number != RecordReference.root {
            guard path.count < Self.depthLimit, let step = step(from: next) else { return nil }
            path.append(step.name)
            next = step.parent
        }
        return path.reversed()
    }

    private mutating func step(from folder: RecordReference) -> (name: String, parent: RecordReference)? {
        if let step = known[folder] { return step }
        let step = read(folder)
        if known.count < Self.cacheLimit { known[folder] = .some(step) }
        return step
    }

    private func read(_ folder: RecordReference) -> (name: String, parent: RecordReference)? {
        guard let record = try? table.record(folder), record.isFolder else { return nil }
        var holders = [record]
        for entry in (try? table.attributeList(of: record)) ?? []
        where entry.type == Attribute.Kind.fileName && entry.record.number != record.number {
            if let holder = try? table.record(entry.record), holder.base == record.reference { holders.append(holder) }
        }
        var short: (String, RecordReference)?
        for holder in holders {
            var long: (String, RecordReference)?
            holder.forEachAttribute { attribute in
                guard attribute.type == Attribute.Kind.fileName,
                    let name = attribute.value.flatMap({ FileNameAttribute($0) })
                else { return true }
                if name.namespace == .dos {
                    short = (name.name.text, name.parent)
                } else {
                    long = (name.name.text, name.parent)
                }
                return long == nil
            }
            if let long { return long }
        }
        return short
    }
}
