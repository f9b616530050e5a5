internal import Foundation

/// Disks are opened and looked at one after the other in a process: a look at what lies beside one would seem to be a use of
/// another.
enum OpenDisks {
    private static let turn = NSLock()

    static func new(_ paths: [String], isForWriting: Bool) throws -> [OfflineDisk] {
        try alone { try paths.map { try OfflineDisk($0, isForWriting: isForWriting) } }
    }

    static func known(_ state: CommitState) throws -> [OfflineDisk] {
        let isCutOff = state.phase == .committing || state.phase == .undoing
        return try alone { try state.disks.map { try OfflineDisk($0.path, known: $0, isCutOff: isCutOff) } }
    }

    static func expectUnchanged(_ disks: [OfflineDisk]) throws {
        try alone { try disks.forEach { try $0.expectUnchanged() } }
    }

    private static func alone<Result>(_ body: () throws -> Result) throws -> Result {
        turn.lock()
        defer { turn.unlock() }
        return try body()
    }
}
