/// A volume's bytes with what cannot be read of them. A dying disk takes seconds for every refusal: after many of them,
/// nothing is tried a second time in smaller pieces.
final class CheckedSource {
    /// Refused reads after which the disk is not asked any more: each may take it half a minute.
    static let refusalLimit = 64

    private let bytes: any VolumeBytes
    private(set) var refusals = 0

    var size: Int64 { bytes.size }

    init(_ bytes: any VolumeBytes) { self.bytes = bytes }

    /// Exactly these bytes.
    func read(at offset: Int64, count: Int) throws(ReadProblem) -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= bytes.size - Int64(count) else {
            throw ReadProblem(.outsidePartition, "it lies behind the end of the partition", byteOffset: offset)
        }
        guard refusals < Self.refusalLimit else {
            throw ReadProblem(
                .unreadable, "the disk has refused \(refusals) reads, so no more was read", byteOffset: offset)
        }
        do {
            let read = try bytes.read(at: offset, count: count)
            guard read.count == count else { throw ReadProblem(.unreadable, "the read came short", byteOffset: offset) }
            return read
        } catch {
            refusals += 1
            throw ReadProblem(.unreadable, "the disk cannot read it", byteOffset: offset)
        }
    }

    /// These bytes as far as they can be read: zeros in the place of others, which `failed` names.
    ///
    /// - Parameter piece: the smallest stretch that is tried on its own, in bytes.
    func readAround(
        at offset: Int64, count: Int, piece: Int, into buffer: inout [UInt8], failed: (Range<Int>, ReadProblem) -> Void
    ) {
        var waiting = [0..<count]
        while let range = waiting.popLast() {
            do throws(ReadProblem) {
                let read = try self.read(at: offset + Int64(range.lowerBound), count: range.count)
                if range.count == count { return buffer = read }
                buffer.replaceSubrange(range, with: read)
            } catch {
                if range.count == count { buffer = [UInt8](repeating: 0, count: count) }
                guard range.count > piece, refusals < Self.refusalLimit else {
                    failed(range, error)
                    continue
                }
                let middle = range.lowerBound + max(piece, range.count / 2 / piece * piece)
                waiting.append(middle..<range.upperBound)
                waiting.append(range.lowerBound..<middle)
            }
        }
    }
}
