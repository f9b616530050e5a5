internal import Digests
internal import Foundation

@testable internal import RescueImage

/// A folder of a test's own, removed at the end.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "unloop-image-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and gives its path.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = "\(path)/\(name)"
        let folder = (file as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// A file as if it came from a package.
    func packageFile(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o644, package: String = "test") throws
        -> PackageFile
    {
        PackageFile(
            hostPath: try file(name, bytes), mode: mode, size: Int64(bytes.count), sha256: SHA256Hasher.hash(bytes),
            package: package)
    }
}
