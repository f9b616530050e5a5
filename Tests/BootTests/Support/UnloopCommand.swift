import Foundation
import TestSupport

/// The command line tool that was compiled with the tests.
enum UnloopCommand {
    private static let folders = [
        // The tests' own executable lies beside it.
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path,
        URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent().path,
        Fixtures.packageRoot.appendingPathComponent(".build/debug").path,
        Fixtures.packageRoot.appendingPathComponent(".build/release").path,
    ]

    static let path = folders.map { "\($0)/unloop" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Seals an export with `unloop keys seal`.
    ///
    /// - Returns: the sealed file.
    static func seal(_ export: String, passphrase: String, in folder: URL) throws -> URL {
        guard let path else { throw BenchError("unloop is not compiled") }
        let parts = folder.appendingPathComponent("sealing")
        try FileManager.default.createDirectory(at: parts, withIntermediateDirectories: true)
        let (plain, secret) = (parts.appendingPathComponent("export"), parts.appendingPathComponent("passphrase"))
        try Data(export.utf8).write(to: plain)
        try Data(passphrase.utf8).write(to: secret)
        let sealed = folder.appendingPathComponent("unloop.keys")
        try Shell.run(path, "keys", "seal", plain.path, "--output", sealed.path, "--passphrase-file", secret.path)
        return sealed
    }
}
