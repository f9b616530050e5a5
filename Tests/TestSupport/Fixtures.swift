public import Foundation
public import Testing

/// Windows-made volumes and generators that lie beside the checkout, where a test can find them.
public enum Fixtures {
    /// `../shared/fixtures` beside the checkout, or what UNLOOP_FIXTURES names; nil where there is none.
    public static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["UNLOOP_FIXTURES"].map { URL(fileURLWithPath: $0) }
        let beside = packageRoot.deletingLastPathComponent().appendingPathComponent("shared/fixtures")
        let chosen = named ?? beside
        return FileManager.default.fileExists(atPath: chosen.appendingPathComponent("real").path) ? chosen : nil
    }()

    /// The top folder of this package.
    public static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The words for a skipped test.
    public static let missing: Comment = "needs the fixtures folder beside the checkout (or UNLOOP_FIXTURES)"

    /// Unpacks one fixture to a new temporary folder with the system's tools and gives the folder to `body`.
    public static func unpacked<Result>(_ name: String, _ body: (URL) throws -> Result) throws -> Result {
        guard let folder else { throw Shell.Failure(command: "unpack \(name)", output: missing.rawValue) }
        let source = folder.appendingPathComponent("real").appendingPathComponent(name)
        return try withTemporaryFolder { scratch in
            let base = source.lastPathComponent
            let plain = scratch.appendingPathComponent((base as NSString).deletingPathExtension).path
            if [".tgz", ".tar.gz", ".tar.xz"].contains(where: base.hasSuffix) {
                try Shell.run("tar", "-xf", source.path, "-C", scratch.path)
                return try body(scratch)
            }
            switch source.pathExtension {
            case "gz": try Shell.run("sh", "-c", "gzip -dc \"$0\" > \"$1\"", source.path, plain)
            case "xz": try Shell.run("sh", "-c", "xz -dc \"$0\" > \"$1\"", source.path, plain)
            case "bz2": try Shell.run("sh", "-c", "bzip2 -dc \"$0\" > \"$1\"", source.path, plain)
            case "zst": try Shell.run("zstd", "-q", "-d", source.path, "-o", plain)
            case "zip": try Shell.run("python3", "-m", "zipfile", "-e", source.path, scratch.path)
            default: try FileManager.default.copyItem(at: source, to: scratch.appendingPathComponent(base))
            }
            return try body(scratch)
        }
    }
}
