internal import DebianPackages
internal import Digests
internal import Foundation
internal import HostPrograms

/// Runs depmod over a set of modules, and keeps what it made under the hash of what went in.
struct ModuleIndexer: Sendable {
    /// The command without arguments.
    let depmod: [String]
    /// Where tables are kept.
    let cache: ContentCache

    /// The tables for `modules`, by name.
    ///
    /// - Parameters:
    ///   - modules: Files by path below `lib/modules/VERSION`.
    ///   - given: Tables that come with the kernel and that depmod reads: `modules.order`, `modules.builtin…`.
    func tables(
        for modules: [String: PackageFile], given: [String: PackageFile], version: String
    ) throws -> [String: [UInt8]] {
        let tool = try HostProgram.run(depmod + ["--version"]).text
        let inputs = modules.merging(given) { $1 }.sorted { PackageTree.bytewise($0.key, $1.key) }
        let listing = inputs.map { "\($0.value.sha256) \($0.key)\n" }.joined()
        let key = SHA256Hasher.hash(Array((tool + version + "\n" + listing).utf8))
        let folder = try cache.result("\(key)") { try run(modules, given, version, into: $0) }
        var tables: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            tables[name] = try HostFile.read("\(folder)/\(name)")
        }
        return tables
    }

    private func run(
        _ modules: [String: PackageFile], _ given: [String: PackageFile], _ version: String, into result: String
    ) throws {
        let base = result + "/root"
        let folder = "\(base)/lib/modules/\(version)"
        for (name, file) in modules {
            let path = "\(folder)/\(name)"
            try HostFile.makeFolder(
                ("root/lib/modules/\(version)/\(name)" as NSString).deletingLastPathComponent, in: result)
            let source = URL(fileURLWithPath: file.hostPath).path
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: source)
        }
        for (name, file) in given { try HostFile.write(try file.bytes(), to: "\(folder)/\(name)") }
        try HostProgram.run(depmod + ["-b", base, version])
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasPrefix("modules.") {
            try HostFile.write(try HostFile.read("\(folder)/\(name)"), to: "\(result)/\(name)")
        }
        try HostFile.remove(base)
    }
}
