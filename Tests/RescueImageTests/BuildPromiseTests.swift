internal import DebianPackages
import Diagnostics
internal import Digests
internal import Foundation
internal import HostPrograms
internal import TestSupport
internal import Testing

@testable internal import RescueImage

/// What `unloop build` refuses, and that it says which object is wrong and what helps.
@Suite("Promises of unloop build", .enabled(if: hasMirror, "needs a Debian mirror in the host's apt sources"))
struct BuildPromiseTests {
    /// A lock of the shipped template, whose packages are in the shared cache.
    private static let lock = Result {
        let scratch = try ScratchFolder()
        let built = try BuiltProgram.build([
            "--output", scratch.path, "--cache", RescueImageBuildTests.cache, "--format", "pxe",
        ])
        guard built.status == 0 else {
            throw RescueImageError(.tool, String(decoding: built.standardError, as: UTF8.self))
        }
        return String(decoding: try HostFile.read(scratch.path + "/packages.lock"), as: UTF8.self)
    }

    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    /// What a build says that must fail, and what must not be there afterwards.
    private func refusal(_ arguments: String..., lock: String, cache: String, agent: String = BuiltProgram.agent) throws
        -> String
    {
        let path = try scratch.write("packages.lock", Array(lock.utf8))
        let output = scratch.path + "/output"
        let built = try BuiltProgram.build(
            ["--output", output, "--cache", cache, "--lock", path] + arguments, agent: agent)
        #expect(built.status == 1)
        #expect(built.standardOutput == [])
        #expect(!HostFile.exists(output + "/unloop.img"))
        return String(decoding: built.standardError, as: UTF8.self)
    }

    /// A cache that holds a copy of the packages and nothing else.
    private func ownCache() throws -> String {
        try HostProgram.run(["mkdir", scratch.path + "/cache"])
        try HostProgram.run(["cp", "-rL", RescueImageBuildTests.cache + "/packages", scratch.path + "/cache/"])
        return scratch.path + "/cache"
    }

    private func busybox(_ lock: String) throws -> [Substring] {
        try #require(lock.split(separator: "\n").first { $0.hasPrefix("busybox ") }).split(separator: " ")
    }

    @Test("A cached package that was changed stops the build")
    func damagedPackage() throws {
        let lock = try Self.lock.get()
        let cache = try ownCache()
        let row = try busybox(lock)
        let path = "\(cache)/packages/\(row[4]).deb"
        var bytes = try HostFile.read(path)
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let text = try refusal("--offline", lock: lock, cache: cache)
        #expect(text.contains("unloop: packages missing or damaged in the cache"))
        #expect(text.contains("busybox \(row[1])"))
        #expect(text.contains("[package-not-cached]"))
    }

    @Test("A package that arrives with another hash stops the build")
    func wrongHash() throws {
        let lock = try Self.lock.get()
        let row = try busybox(lock)
        let wrong = String(repeating: "0", count: 64)
        let text = try refusal(
            lock: lock.replacingOccurrences(of: row[4], with: wrong), cache: RescueImageBuildTests.cache)
        #expect(text.contains("busybox \(row[1])"))
        #expect(text.contains("\(row[4]), not \(wrong)"))
        #expect(text.contains("[package-hash-mismatch]"))
    }

    @Test("A lock with a version that is no longer to be had says which")
    func versionThatIsGone() throws {
        let lock = try Self.lock.get()
        let row = try busybox(lock)
        let gone = row.joined(separator: " ").replacingOccurrences(of: row[4], with: String(repeating: "0", count: 64))
            .replacingOccurrences(of: row[1], with: "1:1.0-1")
            .replacingOccurrences(of: row[6], with: "pool/main/b/busybox/busybox_1.0-1_amd64.deb")
        let text = try refusal(
            lock: lock.replacingOccurrences(of: row.joined(separator: " "), with: gone),
            cache: RescueImageBuildTests.cache)
        #expect(text.contains("no longer has these packages:\n    busybox 1:1.0-1\n"))
        #expect(text.contains("[package-gone]"))
    }

    @Test("Offline with an empty cache names every missing package")
    func emptyCache() throws {
        let lock = try Self.lock.get()
        let text = try refusal("--offline", lock: lock, cache: scratch.path + "/empty")
        for row in lock.split(separator: "\n").dropFirst(2) {
            let cells = row.split(separator: " ")
            #expect(text.contains("\(cells[0]) \(cells[1])"))
        }
        #expect(text.contains("build once without --offline [package-not-cached]"))
    }

    @Test("An agent that needs a newer glibc than the image's is refused with file, library and version")
    func newerGlibc() throws {
        // A name that no other library has, for the names of all are in one table; of the same length, so that the ELF
        // file stays what it is.
        var agent = try HostFile.read(BuiltProgram.agent)
        let needs = try ELFFile(parsing: agent, for: .amd64, file: "agent").versionNeeds
        let others = Set(needs.filter { $0.library != "libc.so.6" }.flatMap(\.versions))
        let own = needs.filter { $0.library == "libc.so.6" }.flatMap(\.versions).filter { !others.contains($0) }
        let need = try #require(own.max { $0.utf8.count < $1.utf8.count })
        let forged = "GLIBC_9." + String(repeating: "9", count: need.utf8.count - "GLIBC_9.".utf8.count)
        let range = try #require(agent.firstRange(of: Array(need.utf8) + [0]))
        agent.replaceSubrange(range, with: Array(forged.utf8) + [0])
        let text = try refusal(
            lock: try Self.lock.get(), cache: RescueImageBuildTests.cache, agent: try scratch.write("agent", agent))
        #expect(text.contains("/\(SystemTree.agentPath) needs libc.so.6 with \(forged)"))
        #expect(text.contains("[image-missing-symbol-version]"))
    }
}
