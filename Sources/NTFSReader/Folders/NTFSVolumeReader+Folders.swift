extension NTFSVolumeReader {
    /// What the folder at a path lists. Every component is looked up as it is written, then without regard to case.
    ///
    /// - Parameter path: names from the root; empty for the root folder itself.
    public func folder(at path: [String]) -> FolderAnswer {
        let root: FileRecord
        do throws(ReadProblem) {
            root = try table.record(RecordReference.root)
            guard root.isInUse, root.isFolder else { throw ReadProblem(.damaged, "it is not the root folder's") }
        } catch {
            return .unknown([table.fault(error, .record(RecordReference.root))])
        }
        var listing = listing(of: root, path: [])
        for component in path {
            let wanted = NTFSFileName(component)
            guard let entry = entry(wanted, in: listing) else {
                return listing.isComplete ? .absent : .unknown(listing.faults)
            }
            let record: FileRecord
            do throws(ReadProblem) {
                record = try table.record(entry.reference)
            } catch {
                return .unknown([table.fault(error, .record(entry.reference.number))])
            }
            if leadsElsewhere(record, entry) { return .link }
            guard record.isFolder else { return .notAFolder }
            listing = self.listing(of: record, path: listing.path + [entry.name.text])
        }
        return .listed(listing)
    }

    /// Whether a folder stands for another place. Not every reparse point does: a folder of a cloud's files, for example, is
    /// a folder like any other.
    private func leadsElsewhere(_ record: FileRecord, _ entry: FolderEntry) -> Bool {
        /// The tag's bit for names that stand for others (`IsReparseTagNameSurrogate` in Windows' headers).
        let surrogate = 0x2000_0000
        guard let point = try? table.value(of: record, Attribute.Kind.reparsePoint, []) else {
            return entry.isReparsePoint
        }
        guard case .resident(let value) = point, let tag = value.u32(at: 0) else { return true }
        return tag & surrogate != 0
    }

    private func entry(_ wanted: NTFSFileName, in listing: FolderListing) -> FolderEntry? {
        listing.entries.first { $0.name == wanted } ?? listing.entries.first { upCase.isSame($0.name, wanted) }
    }

    /// What a folder's record lists.
    func listing(of record: FileRecord, path: [String]) -> FolderListing {
        do throws(ReadProblem) {
            let index = try FolderIndex(record, in: table, upCase: upCase)
            return FolderListing(
                path: path, reference: record.reference, entries: index.entries, faults: index.faults,
                blockCount: index.blockCount, depth: index.depth)
        } catch {
            return FolderListing(
                path: path, reference: record.reference, entries: [],
                faults: [table.fault(error, .index(folder: record.number))], blockCount: 0, depth: 0)
        }
    }
}
