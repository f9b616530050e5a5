internal import Diagnostics
internal import Digests
internal import Vocabulary

/// Writes one stick: marks it as incomplete, writes, reads back, and seals it.
///
/// Whatever ends it early (Ctrl-C, a failure, a stick that is pulled, this computer switched off) leaves the mark on the stick,
/// because nothing but the last block of the seal takes it away.
public struct StickWriter: Sendable {
    let stick: PreparedStick
    let target: any DiskTarget
    let isInterrupted: @Sendable () -> Bool
    let progress: @Sendable (StickProgress) -> Void

    /// Large enough for flash memory to take whole erase blocks, small enough to be stopped at once.
    static let pieceLength = 4 << 20

    /// - Parameters:
    ///   - isInterrupted: is asked between pieces whether to stop.
    ///   - progress: is told of each piece; on the thread that writes.
    public init(
        _ stick: PreparedStick, to target: any DiskTarget, isInterrupted: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (StickProgress) -> Void = { _ in }
    ) {
        self.stick = stick
        self.target = target
        self.isInterrupted = isInterrupted
        self.progress = progress
    }

    /// Does it. Failures are in the report.
    public func run() -> StickReport {
        var report = StickReport()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceLength, alignment: 4096)
        defer { buffer.deallocate() }
        do throws(StickWriterError) {
            guard target.size == stick.size else {
                throw StickWriterError(.deviceFailed, "\(target.name): has another size than before; write it again")
            }
            try mark(buffer)
            report.outcome = .incomplete
            try write(stick.plan.body, .writing, buffer, &report)
            try verify(stick.plan.body, stick.bodyDigests, .verifying, buffer, &report)
            // From here on it takes a moment, and what is half sealed is marked again below.
            do throws(StickWriterError) {
                try write(stick.plan.seal, .sealing, buffer, &report)
                try verify(stick.plan.seal, stick.sealDigests, .sealing, buffer, &report)
            } catch {
                try? mark(buffer)
                throw error
            }
            report.outcome = .written
            target.rereadPartitions()
        } catch {
            report.problem = error
        }
        return report
    }

    /// Makes the stick say that it is incomplete: no table, no file system, and a first sector that tells.
    private func mark(_ buffer: UnsafeMutableRawBufferPointer) throws(StickWriterError) {
        let zeros = UnsafeRawBufferPointer(buffer)
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        buffer.copyBytes(from: IncompleteMark.sector)
        try target.write(UnsafeRawBufferPointer(rebasing: zeros[..<Int(StickPlan.block)]), at: 0)
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        for range in stick.plan.seal where range.lowerBound != 0 {
            for piece in range.pieces(of: buffer.count) {
                try target.write(UnsafeRawBufferPointer(rebasing: zeros[..<piece.count]), at: piece.lowerBound)
            }
        }
        try target.flush()
    }

    private func write(
        _ ranges: [Range<Int64>], _ phase: StickProgress.Phase, _ buffer: UnsafeMutableRawBufferPointer,
        _ report: inout StickReport
    ) throws(StickWriterError) {
        let begin = ContinuousClock.now
        defer { report.writeSeconds += begin.secondsUntilNow }
        try forEachPiece(of: ranges, phase, buffer) { part, offset throws(StickWriterError) in
            try stick.read(into: part, at: offset)
            try target.write(UnsafeRawBufferPointer(part), at: offset)
            report.bytesWritten += Int64(part.count)
        }
        try target.flush()
    }

    private func verify(
        _ ranges: [Range<Int64>], _ digests: [SHA256Digest], _ phase: StickProgress.Phase,
        _ buffer: UnsafeMutableRawBufferPointer, _ report: inout StickReport
    ) throws(StickWriterError) {
        let begin = ContinuousClock.now
        defer { report.verifySeconds += begin.secondsUntilNow }
        target.dropCache()
        let hasher = SHA256Hasher()
        var index = 0
        try forEachPiece(of: ranges, phase, buffer) { part, offset throws(StickWriterError) in
            try target.read(into: part, at: offset)
            hasher.update(UnsafeRawBufferPointer(part))
            guard offset + Int64(part.count) == ranges[index].upperBound else { return }
            guard hasher.finalize() == digests[index] else { throw difference(in: ranges[index], buffer) }
            index += 1
        }
    }

    /// Gives every piece of the ranges to `body`, and tells of it.
    private func forEachPiece(
        of ranges: [Range<Int64>], _ phase: StickProgress.Phase, _ buffer: UnsafeMutableRawBufferPointer,
        _ body: (UnsafeMutableRawBufferPointer, Int64) throws(StickWriterError) -> Void
    ) throws(StickWriterError) {
        let begin = ContinuousClock.now
        let total = ranges.map { $0.upperBound - $0.lowerBound }.reduce(0, +)
        var done: Int64 = 0
        for range in ranges {
            for piece in range.pieces(of: buffer.count) {
                if phase != .sealing, isInterrupted() {
                    throw StickWriterError(
                        .interrupted, "\(target.name): interrupted; write it again before it is used")
                }
                try body(UnsafeMutableRawBufferPointer(rebasing: buffer[..<piece.count]), piece.lowerBound)
                done += Int64(piece.count)
                progress(StickProgress(phase: phase, done: done, total: total, seconds: begin.secondsUntilNow))
            }
        }
    }

    /// Where the medium differs first from what it should hold: both are read once more.
    private func difference(in range: Range<Int64>, _ buffer: UnsafeMutableRawBufferPointer) -> StickWriterError {
        let half = buffer.count / 2
        for piece in range.pieces(of: half) {
            let found = UnsafeMutableRawBufferPointer(rebasing: buffer[..<piece.count])
            let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[half..<half + piece.count])
            do throws(StickWriterError) {
                try target.read(into: found, at: piece.lowerBound)
                try stick.read(into: wanted, at: piece.lowerBound)
            } catch { return error }
            if let place = zip(found, wanted).enumerated().first(where: { $1.0 != $1.1 })?.offset {
                return StickWriterError(
                    .notVerified,
                    "\(target.name): what was read back differs from byte \(piece.lowerBound + Int64(place)) on; "
                        + "the stick is worn out, or smaller than it claims: take another one")
            }
        }
        return StickWriterError(
            .notVerified,
            "\(target.name): one reading differs from the next, between byte \(range.lowerBound) and "
                + "\(range.upperBound); try another port, then another stick")
    }
}

extension ContinuousClock.Instant {
    var secondsUntilNow: Double { duration(to: .now) / .seconds(1) }
}
