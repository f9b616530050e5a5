import Diagnostics
import Foundation
import LinuxSystem
import StickWriter
import Synchronization

/// A disk in a file that fails where it is told to. Its first MiB is full of 0xA5 before anything is written, or all of it.
final class FaultyDisk: DiskTarget {
    /// What goes wrong.
    enum Fault: Sendable {
        /// The byte there is read with one bit wrong, every time or only the first time.
        case corruption(at: Int64, isLasting: Bool = true)
        /// Nothing can be read or written any more once so many bytes were written.
        case pulled(afterBytes: Int64)
        /// Writes that touch the byte seem to succeed and are lost.
        case lost(at: Int64)
    }

    let name = "/dev/test"
    let size: Int64
    let file: OpenFile
    private let fault: Fault?
    private let written = Mutex<Int64>(0)
    private let isHealed = Atomic(false)
    private let writes = Mutex<[Range<Int64>]>([])

    init(in folder: URL, size: Int64, fault: Fault? = nil, isFull: Bool = false) throws {
        let path = folder.appendingPathComponent("disk-\(UUID().uuidString)").path
        file = try OpenFile.open(path, for: .creating)
        self.size = size
        self.fault = fault
        let old = [UInt8](repeating: 0xA5, count: 1 << 20)
        for offset in stride(from: 0, to: isFull ? size : 1 << 20, by: 1 << 20) {
            try file.write(Array(old.prefix(Int(min(1 << 20, size - offset)))), at: offset)
        }
        try file.write([0xA5], at: size - 1)
    }

    var path: String { file.path }
    /// What was written, in order.
    var log: [Range<Int64>] { writes.withLock { $0 } }

    func bytes(_ range: Range<Int64>) throws -> [UInt8] {
        try file.readExactly(at: range.lowerBound, count: range.count)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(StickWriterError) {
        let range = offset..<offset + Int64(bytes.count)
        if case .pulled(let limit) = fault, written.withLock({ $0 }) + Int64(bytes.count) > limit { throw pulled }
        written.withLock { $0 += Int64(bytes.count) }
        writes.withLock { $0.append(range) }
        if case .lost(let place) = fault, range.contains(place) { return }
        guard (try? file.write(Array(bytes), at: offset)) != nil else { throw pulled }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(StickWriterError) {
        if case .pulled(let limit) = fault, written.withLock({ $0 }) >= limit { throw pulled }
        guard let bytes = try? file.readExactly(at: offset, count: buffer.count) else { throw pulled }
        buffer.copyBytes(from: bytes)
        let range = offset..<offset + Int64(buffer.count)
        guard case .corruption(let place, let isLasting) = fault, range.contains(place) else { return }
        let wasRead = isHealed.exchange(true, ordering: .relaxed)
        if isLasting || !wasRead { buffer[Int(place - offset)] ^= 0x10 }
    }

    func flush() throws(StickWriterError) {}
    func dropCache() {}
    func rereadPartitions() {}

    private var pulled: StickWriterError { StickWriterError(.deviceFailed, "\(name): it was pulled") }
}
