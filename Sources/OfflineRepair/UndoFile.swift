internal import Diagnostics
internal import Digests
internal import Foundation

/// The file that has all changes of a repair, with what was there before: `unloop-undo/1`.
///
/// All numbers are little-endian. 16 bytes of magic; then changes: disk (4 bytes), offset (8), length before (4) and after
/// (4), the bytes before, the bytes after; a disk of FFFFFFFFh ends them; then the SHA-256 of all before it.
enum UndoFile {
    static let magic = Array("unloop-undo/1\n\0\0".utf8)
    private static let end: UInt64 = 0xFFFF_FFFF

    /// Writes a file and puts it on the medium.
    final class Writer {
        private let path: String
        private let file: CInt
        private let hasher = SHA256Hasher()
        private var buffer: [UInt8] = []
        private(set) var count = 0
        private(set) var bytes: Int64 = 0

        init(_ path: String) throws(OfflineRepairError) {
            self.path = path
            file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard file >= 0 else { throw OfflineRepairError.record(path, SystemCallError(call: "open", object: path)) }
            try append(UndoFile.magic)
        }

        deinit { close(file) }

        func add(_ change: Change) throws(OfflineRepairError) {
            try append(UndoFile.little(UInt64(change.disk), 4) + UndoFile.little(UInt64(change.offset), 8))
            try append(UndoFile.little(UInt64(change.old.count), 4) + UndoFile.little(UInt64(change.new.count), 4))
            try append(change.old)
            try append(change.new)
            count += 1
            bytes += Int64(change.new.count)
        }

        func finish() throws(OfflineRepairError) {
            try append(UndoFile.little(UndoFile.end, 4))
            try flush()
            try write(hasher.finalize().bytes)
            guard fsync(file) == 0 else {
                throw OfflineRepairError.record(path, SystemCallError(call: "fsync", object: path))
            }
        }

        private func append(_ bytes: [UInt8]) throws(OfflineRepairError) {
            buffer += bytes
            if buffer.count > 1 << 20 { try flush() }
        }

        private func flush() throws(OfflineRepairError) {
            hasher.update(buffer)
            try write(buffer)
            buffer = []
        }

        private func write(_ bytes: [UInt8]) throws(OfflineRepairError) {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    throw OfflineRepairError.record(path, SystemCallError(call: "write", object: path))
                }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Reads a file: all of it is checked against its hash before the first change is handed out.
    ///
    /// - Parameter disks: How many disks there are.
    static func forEachChange(
        in path: String, disks: Int, _ body: (Change) throws -> Void
    ) throws {
        try read(path, disks: disks) { _ in }
        try read(path, disks: disks, body)
    }

    private static func read(_ path: String, disks: Int, _ body: (Change) throws -> Void) throws {
        func damaged(_ what: String) -> OfflineRepairError {
            OfflineRepairError(.undoUnusable, "\(path): \(what), so nothing was written; look for another copy of it")
        }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw OfflineRepairError.record(path, SystemCallError(call: "open", object: path))
        }
        let hasher = SHA256Hasher()
        func next(_ count: Int) throws -> [UInt8] {
            guard count > 0 else { return [] }
            guard let data = try file.read(upToCount: count), data.count == count else {
                throw damaged("it ends early")
            }
            let bytes = [UInt8](data)
            hasher.update(bytes)
            return bytes
        }
        guard try next(magic.count) == magic else { throw damaged("not an undo file of this version") }
        while true {
            let disk = number(try next(4)[...])
            if disk == end { break }
            let head = try next(16)
            let (offset, before, after) = (number(head[0..<8]), number(head[8..<12]), number(head[12..<16]))
            guard disk < disks, offset < 1 << 62, after <= Change.longest, before <= after else {
                throw damaged("it is damaged")
            }
            try body(
                Change(disk: Int(disk), offset: Int64(offset), old: try next(Int(before)), new: try next(Int(after))))
        }
        let hash = hasher.finalize().bytes
        guard let rest = try file.read(upToCount: 33), [UInt8](rest) == hash else {
            throw damaged("its hash does not match")
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func little(_ number: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }
}
