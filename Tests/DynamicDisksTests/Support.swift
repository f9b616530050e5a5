import Diagnostics
import DynamicDisks
import Foundation
import NTFSReader
import TestSupport
import Testing

/// A disk in memory of which parts cannot be read, and which counts what is read.
final class MemoryDisk: VolumeBytes {
    struct Unreadable: Error {}

    var bytes: [UInt8]
    var unreadable: [Range<Int>] = []
    private(set) var reads = 0
    private(set) var bytesRead = 0
    var size: Int64 { Int64(bytes.count) }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        reads += 1
        guard offset >= 0, count >= 0, offset <= size - Int64(count) else { throw Unreadable() }
        bytesRead += count
        let range = Int(offset)..<Int(offset) + count
        if unreadable.contains(where: { $0.overlaps(range) }) { throw Unreadable() }
        return Array(bytes[range])
    }

    /// Counts from 0 again.
    func forget() { (reads, bytesRead) = (0, 0) }

    func dynamicDisk(sectorSize: Int = 512) throws(DynamicDiskError) -> DynamicDisk? {
        try DynamicDisk.read(self, named: "disk", sectorSize: sectorSize)
    }

    /// The disk's facts, or the error's code.
    func outcome(sectorSize: Int = 512) -> Outcome {
        do throws(DynamicDiskError) {
            return try dynamicDisk(sectorSize: sectorSize).map { .read($0) } ?? .notDynamic
        } catch {
            return .failed(error.code)
        }
    }
}

enum Outcome: Equatable {
    case notDynamic
    case read(DynamicDisk)
    case failed(DynamicDiskErrorCode)

    var disk: DynamicDisk? { if case .read(let disk) = self { disk } else { nil } }
}

/// A disk in a file.
struct DiskFile: VolumeBytes {
    private let handle: FileHandle
    let size: Int64

    init(_ path: String) throws {
        handle = try #require(FileHandle(forReadingAtPath: path))
        size = Int64(try handle.seekToEnd())
    }

    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        try handle.seek(toOffset: UInt64(offset))
        return Array(try handle.read(upToCount: count) ?? Data())
    }
}

/// Numbers that look random and are the same each time (Marsaglia's xorshift, 64 bits).
struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

extension DynamicDisk {
    func volume(_ name: String) throws -> DynamicVolume {
        try #require(volumes.first { $0.name == name })
    }

    /// What a change of one byte must not alter unseen.
    var shape: [String] {
        volumes.map { volume in "\(volume.kind) \(volume.parts.map { "\($0.copy).\($0.order)" })" }
    }
}
