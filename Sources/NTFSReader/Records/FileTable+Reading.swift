extension FileTable {
    /// Bytes of a value. What was never written reads as zeros; a hole does not belong into what is read here.
    func read(_ content: AttributeContent, at offset: UInt64, count: Int) throws(ReadProblem) -> [UInt8] {
        switch content {
        case .mapped(let mapped): return try read(mapped, at: offset, count: count)
        case .resident(let bytes):
            guard let start = Int(exactly: offset), let part = bytes.window(at: start, count: count) else {
                throw ReadProblem(.damaged, "it is shorter than it should be")
            }
            return part.array
        }
    }

    func read(_ content: MappedContent, at offset: UInt64, count: Int) throws(ReadProblem) -> [UInt8] {
        guard count >= 0, offset <= content.dataSize, UInt64(count) <= content.dataSize - offset else {
            throw ReadProblem(.damaged, "it is shorter than it should be")
        }
        let written = offset < content.initializedSize ? min(UInt64(count), content.initializedSize - offset) : 0
        var bytes: [UInt8] = []
        while UInt64(bytes.count) < written {
            let piece = try stretch(of: content, at: offset + UInt64(bytes.count), limit: Int(written) - bytes.count)
            let read = try source.read(at: piece.byteOffset, count: piece.count)
            if bytes.isEmpty { bytes = read } else { bytes += read }
        }
        if bytes.count < count { bytes += [UInt8](repeating: 0, count: count - bytes.count) }
        return bytes
    }

    /// The bytes from `offset` of a value that lie side by side on the volume, at most `limit`.
    func stretch(
        of content: MappedContent, at offset: UInt64, limit: Int
    ) throws(ReadProblem) -> (byteOffset: Int64, count: Int) {
        let clusterSize = UInt64(boot.bytesPerCluster)
        guard let run = content.runs.run(at: offset / clusterSize) else {
            throw ReadProblem(.damaged, "it is not mapped that far")
        }
        guard let cluster = run.cluster else { throw ReadProblem(.damaged, "it has a hole, which it cannot have") }
        let inRun = offset - run.start * clusterSize
        let available = run.count * clusterSize - inRun
        return (Int64(cluster * clusterSize + inRun), Int(min(UInt64(max(limit, 0)), available)))
    }

    /// Where a byte of a value lies on the volume; nil where it does not.
    func byteOffset(of offset: UInt64, in content: MappedContent) -> Int64? {
        guard let piece = try? stretch(of: content, at: offset, limit: 1) else { return nil }
        return piece.byteOffset
    }

    /// A problem with its place.
    func fault(_ problem: ReadProblem, _ part: NTFSFault.Part, at byteOffset: Int64? = nil) -> NTFSFault {
        NTFSFault(
            problem.kind, part, problem.detail, byteOffset: problem.byteOffset ?? byteOffset,
            bytesPerCluster: boot.bytesPerCluster)
    }
}
