/// Names of folders' indexes, to be ticked off as their records come by.
struct FolderComparison {
    private struct Key: Hashable {
        let record: UInt64
        let name: NTFSFileName
    }
    private struct Folder {
        let listing: FolderListing
        var waiting: [Key: Int]
    }

    /// More names of one folder in its records alone than these are not kept: the first ones tell enough.
    static let limit = 1_000

    private var folders: [UInt64: Folder] = [:]
    private(set) var disagreements: [NameDisagreement] = []

    init(_ listings: [FolderListing]) {
        for listing in listings {
            var waiting: [Key: Int] = [:]
            for (index, entry) in listing.entries.enumerated() {
                waiting[Key(record: entry.reference.number, name: entry.name)] = index
            }
            folders[listing.reference.number] = Folder(listing: listing, waiting: waiting)
        }
    }

    func isWanted(_ parent: RecordReference) -> Bool {
        folders[parent.number]?.listing.reference.sequence == parent.sequence
    }

    /// A name that a record in use bears.
    ///
    /// - Parameter isFolder: nil where the record extends another one, which alone would say it.
    mutating func see(_ name: FileNameAttribute, of reference: RecordReference, isFolder: Bool?) {
        guard isWanted(name.parent) else { return }
        let key = Key(record: reference.number, name: name.name)
        guard let index = folders[name.parent.number]?.waiting.removeValue(forKey: key),
            let entry = folders[name.parent.number]?.listing.entries[index],
            entry.reference == reference, entry.namespace == name.namespace
        else { return disagree(.onlyInTable, name.parent.number, name.name, reference) }
        if let isFolder, isFolder != entry.isFolder { disagree(.kind, name.parent.number, name.name, reference) }
    }

    private mutating func disagree(
        _ kind: NameDisagreement.Kind, _ folder: UInt64, _ name: NTFSFileName, _ reference: RecordReference
    ) {
        guard disagreements.count < Self.limit, let path = folders[folder]?.listing.path else { return }
        disagreements.append(NameDisagreement(kind: kind, folder: path, name: name, reference: reference))
    }

    /// What was not ticked off.
    mutating func finish() {
        for (number, folder) in folders.sorted(by: { $0.key < $1.key }) {
            for index in folder.waiting.values.sorted() {
                let entry = folder.listing.entries[index]
                disagree(.onlyInIndex, number, entry.name, entry.reference)
            }
        }
    }
}
