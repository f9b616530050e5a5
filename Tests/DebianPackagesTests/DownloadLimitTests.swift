import Diagnostics
import Digests
import Foundation
import HostPrograms
import TestSupport
import Testing

@testable import DebianPackages

/// Mirrors that send too much, too little, or never come to an end.
@Suite(
    "Limits of downloads", .enabled(if: TestArchive.isPossible, Comment(rawValue: TestArchive.needs)),
    .enabled(if: HostProgram.find("python3") != nil, "needs python3"))
struct DownloadLimitTests {
    private let folder: ScratchFolder
    private let package: LockedPackage

    init() throws {
        folder = try ScratchFolder()
        let content = [UInt8](repeating: 7, count: 100_000)
        try folder.write("pool/p.deb", content)
        package = LockedPackage(
            name: "p", version: "1", architecture: "amd64", sha256: SHA256Hasher.hash(content),
            size: Int64(content.count), filename: "pool/p.deb", archive: .main)
    }

    private func obtain(from mirror: String, patience: TimeInterval? = nil) -> PackageError? {
        let mirror = PackageMirror(main: mirror, security: nil, keyring: "/nonexistent")
        var store = PackageStore(cacheDirectory: folder("cache"), mirror: mirror, offline: false)
        if let patience { store.patience = patience }
        do throws(PackageError) {
            _ = try store.obtain(PackageLock(packages: [package]))
            return nil
        } catch {
            return error
        }
    }

    private func expectNothingLeft() throws {
        #expect(!FileManager.default.fileExists(atPath: folder("cache/partial")))
        #expect(!FileManager.default.fileExists(atPath: folder("cache/\(package.sha256).deb")))
    }

    @Test(
        "a mirror that sends without end, or announces gigabytes, is stopped",
        arguments: [
            """
            self.send_response(200); self.send_header("Transfer-Encoding", "chunked"); self.end_headers()
            while True: self.wfile.write(b"10000\\r\\n" + b"x" * 65536 + b"\\r\\n")
            """,
            """
            self.send_response(200); self.send_header("Content-Length", str(1 << 60)); self.end_headers()
            while True: self.wfile.write(b"x" * 65536)
            """,
        ])
    func endless(answer: String) throws {
        let server = try LoopbackServer(answering: answer, in: folder)
        let error = try #require(obtain(from: server.address))
        #expect(error.code == .sizeMismatch, "\(error)")
        #expect(error.message.contains("not 100000 as the index or the lock states"))
        try expectNothingLeft()
    }

    @Test("a mirror that sends less than the package is told as such")
    func short() throws {
        let answer = """
            self.send_response(200); self.send_header("Content-Length", "10"); self.end_headers()
            self.wfile.write(b"x" * 10)
            """
        let server = try LoopbackServer(answering: answer, in: folder)
        #expect(obtain(from: server.address)?.code == .sizeMismatch)
        try expectNothingLeft()
    }

    @Test("a mirror that sends a byte now and then is given up")
    func slow() throws {
        let answer = """
            self.send_response(200); self.send_header("Content-Length", "100000"); self.end_headers()
            while True: self.wfile.write(b"x"); self.wfile.flush(); time.sleep(0.2)
            """
        let server = try LoopbackServer(answering: answer, in: folder)
        let error = try #require(obtain(from: server.address, patience: 2))
        #expect(error.code == .downloadFailed && error.message.contains("sent next to nothing"), "\(error)")
        try expectNothingLeft()
    }

    @Test("lists that come a byte now and then are given up as well")
    func slowLists() throws {
        let answer = """
            self.send_response(200); self.send_header("Content-Length", "100000"); self.end_headers()
            while True: self.wfile.write(b"x"); self.wfile.flush(); time.sleep(0.2)
            """
        let server = try LoopbackServer(answering: answer, in: folder)
        let error = try #require(
            try resolutionError(
                PackageMirror(
                    main: server.address, security: nil, keyring: TestArchive().mirror.keyring), patience: 2))
        #expect(error.code == .downloadFailed && error.message.contains("sent next to nothing"), "\(error)")
    }

    private func resolutionError(_ mirror: PackageMirror, patience: TimeInterval? = nil) throws -> PackageError? {
        var resolver = PackageResolver(mirror: mirror, stateDirectory: folder("state"))
        if let patience { resolver.patience = patience }
        do throws(PackageError) {
            _ = try resolver.resolve(
                PackageRequest(
                    architecture: "amd64",
                    suites: [PackageSuite(name: "stable", archive: .main, components: ["main"])], pins: [],
                    packages: ["p"], exclude: []))
            return nil
        } catch {
            return error
        }
    }

    @Test("a FIFO among the packages of a mirror in a folder, and one in the cache, are refused and not waited for")
    func waiting() throws {
        try FileManager.default.removeItem(atPath: folder("pool/p.deb"))
        #expect(mkfifo(folder("pool/p.deb"), 0o644) == 0)
        for scheme in ["file:", "copy:"] {
            let error = try #require(obtain(from: scheme + folder.path))
            #expect(error.code == .notRegular && error.message.contains("pool/p.deb is not a regular file"), "\(error)")
        }
        try FileManager.default.createDirectory(atPath: folder("cache"), withIntermediateDirectories: true)
        #expect(mkfifo(folder("cache/\(package.sha256).deb"), 0o644) == 0)
        #expect(obtain(from: "file:" + folder.path)?.code == .notRegular)
    }

    @Test("a device or a folder as package, and a file of another size, in a mirror in a folder")
    func other() throws {
        try FileManager.default.removeItem(atPath: folder("pool/p.deb"))
        try FileManager.default.createSymbolicLink(atPath: folder("pool/p.deb"), withDestinationPath: "/dev/zero")
        #expect(obtain(from: "file:" + folder.path)?.code == .notRegular)
        try FileManager.default.removeItem(atPath: folder("pool/p.deb"))
        try FileManager.default.createDirectory(atPath: folder("pool/p.deb"), withIntermediateDirectories: true)
        #expect(obtain(from: "file:" + folder.path)?.code == .notRegular)
        try FileManager.default.removeItem(atPath: folder("pool/p.deb"))
        try Shell.run("truncate", "--size", "3G", folder("pool/p.deb"))
        #expect(obtain(from: "file:" + folder.path)?.code == .sizeMismatch)
        try expectNothingLeft()
    }

    @Test("a cached file of another size is fetched again")
    func cached() throws {
        try FileManager.default.createDirectory(atPath: folder("cache"), withIntermediateDirectories: true)
        try Shell.run("truncate", "--size", "3G", folder("cache/\(package.sha256).deb"))
        #expect(obtain(from: "file:" + folder.path) == nil)
        #expect(try folder.read("cache/\(package.sha256).deb").count == 100_000)
    }

    @Test(
        "a FIFO among the lists of a mirror in a folder is refused",
        arguments: ["InRelease", "main/binary-amd64/Packages"])
    func lists(name: String) throws {
        let archive = try TestArchive()
        try archive.publish("stable", [TestPackage(name: "p", version: "1")])
        let file = archive.folder("dists/stable/\(name)")
        try FileManager.default.removeItem(atPath: file)
        #expect(mkfifo(file, 0o644) == 0)
        let error = try #require(try resolutionError(archive.mirror))
        #expect(error.code == .notRegular && error.message.contains(name), "\(error)")
    }

    @Test("a FIFO as list of mirrors is refused")
    func listOfMirrors() throws {
        #expect(mkfifo(folder("mirrors"), 0o644) == 0)
        let error = #expect(throws: PackageError.self) { try PackageMirror.at("mirror+file:" + folder("mirrors")) }
        #expect(error?.code == .notRegular)
    }
}
