extension NTFSVolumeReader {
    /// Bytes of the file table that are read at once.
    static let chunkSize = 1 << 20
    /// Names that are kept.
    static let nameLimit = 20_000
    /// Faults that are kept.
    static let faultLimit = 100
    /// Bytes of the table that are read: room for 33 million files.
    static let tableLimit: UInt64 = 32 << 30

    /// Reads the whole file table once, in large pieces from its first record to its last.
    ///
    /// - Parameters:
    ///   - listings: folders whose names are held against those that the files' own records bear.
    ///   - isWanted: whether a name is looked for, whatever folder it is in.
    public func scan(
        comparing listings: [FolderListing] = [], for isWanted: (NTFSFileName) -> Bool = { _ in false }
    ) -> TableScan {
        var pass = ScanPass(comparison: FolderComparison(listings), bitmap: TableBitmap(table))
        let recordSize = boot.bytesPerRecord
        let chunkSize = max(Self.chunkSize, recordSize)
        var buffer: [UInt8] = []
        var number: UInt64 = 0
        while number < recordCount {
            let start = number * UInt64(recordSize)
            guard start < Self.tableLimit else {
                skip(to: recordCount, from: &number, ReadProblem(.tooLarge, "the table is too large"), &pass.scan)
                break
            }
            if let hole = missingStretch(from: start) {
                // At least one record, of which a part may lie in the next run.
                let end = max(number + 1, hole.end / UInt64(recordSize))
                skip(to: min(end, recordCount), from: &number, hole.problem, &pass.scan)
                continue
            }
            let wanted = Int(min(UInt64(chunkSize), tableSize / UInt64(recordSize) * UInt64(recordSize) - start))
            let bad = readTable(from: start, count: wanted, into: &buffer)
            pass.bitmap.prepare(from: number, count: wanted / recordSize)
            for index in 0..<wanted / recordSize {
                let inChunk = index * recordSize
                let problem = bad.first { $0.range.overlaps(inChunk..<inChunk + recordSize) }?.problem
                look(at: number + UInt64(index), in: &buffer, from: inChunk, problem, &pass, isWanted)
            }
            number += UInt64(wanted / recordSize)
        }
        pass.comparison.finish()
        pass.scan.recordCount = recordCount
        pass.scan.disagreements = pass.comparison.disagreements
        if let problem = pass.bitmap.problem { add(table.fault(problem, .fileTable), to: &pass.scan) }
        complete(&pass.scan.names)
        return pass.scan
    }

    /// What of the table lies nowhere from a byte on, up to `end`: a damaged table may claim to be of any size.
    private func missingStretch(from start: UInt64) -> (end: UInt64, problem: ReadProblem)? {
        let clusterSize = UInt64(boot.bytesPerCluster)
        guard let run = table.content.runs.run(at: start / clusterSize) else { return nil }
        let end = run.end.multipliedReportingOverflow(by: clusterSize)
        guard !end.overflow else { return (.max, ReadProblem(.damaged, "it is not mapped that far")) }
        guard let cluster = run.cluster else {
            return (end.partialValue, ReadProblem(.damaged, "it lies in a hole of the table"))
        }
        let offset = Int64(cluster * clusterSize + start - run.start * clusterSize)
        guard offset >= table.source.size else { return nil }
        let problem = ReadProblem(.outsidePartition, "it lies behind the end of the partition", byteOffset: offset)
        return (end.partialValue, problem)
    }

    /// Passes over records that cannot be read, with one fault for the first of them.
    private func skip(to end: UInt64, from number: inout UInt64, _ problem: ReadProblem, _ scan: inout TableScan) {
        // Of very many faults this one tells the most.
        if scan.faults.count == Self.faultLimit { scan.faults.removeLast() }
        add(table.fault(problem, .record(number)), to: &scan)
        let more = Int(clamping: end - number - 1)
        scan.faultCount = scan.faultCount.addingReportingOverflow(more).overflow ? .max : scan.faultCount + more
        number = end
    }

    /// Fills the buffer with a part of the table, and says which stretches of it could not be read.
    private func readTable(
        from start: UInt64, count: Int, into buffer: inout [UInt8]
    ) -> [(range: Range<Int>, problem: ReadProblem)] {
        var bad: [(range: Range<Int>, problem: ReadProblem)] = []
        var done = 0
        var pieces: [UInt8] = []
        while done < count {
            do throws(ReadProblem) {
                let piece = try table.stretch(of: table.content, at: start + UInt64(done), limit: count - done)
                var read: [UInt8] = []
                table.source.readAround(
                    at: piece.byteOffset, count: piece.count, piece: max(4096, boot.bytesPerRecord), into: &read
                ) { range, problem in
                    bad.append((range.lowerBound + done..<range.upperBound + done, problem))
                }
                if piece.count == count {
                    buffer = read
                    return bad
                }
                pieces += read
                done += piece.count
            } catch {
                bad.append((done..<count, error))
                pieces += [UInt8](repeating: 0, count: count - done)
                done = count
            }
        }
        buffer = pieces
        return bad
    }

    private func look(
        at number: UInt64, in buffer: inout [UInt8], from start: Int, _ problem: ReadProblem?, _ pass: inout ScanPass,
        _ isWanted: (NTFSFileName) -> Bool
    ) {
        func fault(_ problem: ReadProblem) {
            // What the table has as free is missed by nobody.
            guard pass.bitmap.isUsed(number) else { return }
            let offset = table.byteOffset(of: number * UInt64(boot.bytesPerRecord), in: table.content)
            add(table.fault(problem, .record(number), at: offset), to: &pass.scan)
        }
        if let problem { return fault(problem) }
        guard ByteWindow(buffer, at: start, count: boot.bytesPerRecord)?.hasSignature == true else {
            return fault(ReadProblem(.damaged, "it has no record"))
        }
        guard UpdateSequence.undo(in: &buffer, at: start, count: boot.bytesPerRecord) else {
            return fault(ReadProblem(.damaged, "it was written in part (its fixups are wrong)"))
        }
        guard let window = ByteWindow(buffer, at: start, count: boot.bytesPerRecord),
            let record = FileRecord(window, number: number)
        else { return fault(ReadProblem(.damaged, "its header is damaged")) }
        let owner = record.base ?? record.reference
        let isSound = record.forEachAttribute { attribute in
            guard attribute.type <= Attribute.Kind.fileName else { return false }
            guard attribute.type == Attribute.Kind.fileName else { return true }
            guard let name = attribute.value.flatMap({ FileNameAttribute($0) }) else {
                if record.isInUse { fault(ReadProblem(.damaged, "its name is damaged")) }
                return true
            }
            if record.isInUse {
                pass.comparison.see(name, of: owner, isFolder: record.base == nil ? record.isFolder : nil)
            }
            if isWanted(name.name) { add(name, of: owner, in: record, to: &pass.scan) }
            return true
        }
        if !isSound, record.isInUse { fault(ReadProblem(.damaged, "its attributes are damaged")) }
    }

    private func add(_ fault: NTFSFault, to scan: inout TableScan) {
        scan.faultCount += 1
        if scan.faults.count < Self.faultLimit { scan.faults.append(fault) }
    }

    private func add(
        _ name: FileNameAttribute, of owner: RecordReference, in record: FileRecord, to scan: inout TableScan
    ) {
        guard scan.names.count < Self.nameLimit else { return scan.isCutShort = true }
        scan.names.append(
            FoundName(
                name: name.name, namespace: name.namespace, reference: owner, parent: name.parent,
                isInUse: record.isInUse,
                isFolder: record.isFolder))
    }

    /// Adds what another record says: the parents' paths, and whether what a record extends is in use.
    private func complete(_ names: inout [FoundName]) {
        var paths = ParentPaths(table)
        for index in names.indices {
            names[index].parentPath = paths.path(of: names[index].parent)
            if names[index].isInUse { names[index].isInUse = (try? table.record(names[index].reference)) != nil }
        }
    }
}

/// What a pass over the table carries along.
private struct ScanPass {
    var scan = TableScan()
    var comparison: FolderComparison
    var bitmap: TableBitmap
}
