public import Foundation

/// Gives a new temporary folder to `body` and removes it afterwards, unless UNLOOP_KEEP_SCRATCH is set.
public func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("unloop-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
        if ProcessInfo.processInfo.environment["UNLOOP_KEEP_SCRATCH"] == nil {
            try? FileManager.default.removeItem(at: folder)
        }
    }
    return try body(folder)
}

/// As the synchronous form, for a `body` that waits.
public func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("unloop-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
        if ProcessInfo.processInfo.environment["UNLOOP_KEEP_SCRATCH"] == nil {
            try? FileManager.default.removeItem(at: folder)
        }
    }
    return try await body(folder)
}
