public import Foundation
internal import Glibc

/// A folder for one test, removed at its end with all that is in it, unless UNLOOP_KEEP_SCRATCH is set.
///
/// Its path has no links in it and is short: the name of a socket in it may have 107 bytes at most (unix(7)).
public final class ScratchFolder: Sendable {
    /// The absolute path.
    public let path: String

    /// Makes an empty folder below `TMPDIR` or `/tmp`.
    public init() throws {
        let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
        var template = Array("\(base)/unloop-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        guard ProcessInfo.processInfo.environment["UNLOOP_KEEP_SCRATCH"] == nil else { return }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path as a URL.
    public var url: URL { URL(filePath: path, directoryHint: .isDirectory) }

    /// The path of what is, or will be, called `name` in the folder.
    public func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file in the place of one that is there, which need not be writable, and makes the folders above it.
    ///
    /// - Returns: The file's path.
    @discardableResult
    public func write(_ name: String, _ content: some Sequence<UInt8>) throws -> String {
        let url = URL(filePath: self(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? FileManager.default.removeItem(at: url)
        try Data(content).write(to: url)
        return url.path
    }

    /// Writes a file of UTF-8.
    @discardableResult
    public func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    /// The content of a file.
    public func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: self(name)))) }

    /// The names in the folder, or in one below it, in their order.
    public func names(in folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: self(folder)).sorted()
    }
}

/// Gives the path of a new scratch folder to `body`.
public func withScratch<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = try ScratchFolder()
    return try withExtendedLifetime(folder) { try body(folder.path) }
}

/// Gives a new scratch folder to `body`.
public func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = try ScratchFolder()
    return try withExtendedLifetime(folder) { try body(folder.url) }
}

/// As the synchronous form, for a `body` that waits.
public func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = try ScratchFolder()
    defer { withExtendedLifetime(folder) {} }
    return try await body(folder.url)
}
