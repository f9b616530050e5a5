import Diagnostics
import Digests
import Foundation
import HostPrograms
import TestSupport
import Testing
import Vocabulary

@testable import DebianPackages

@Suite(.enabled(if: TestArchive.isPossible, Comment(rawValue: TestArchive.needs)))
struct PackageStoreTests {
    private let folder: ScratchFolder
    private let lock: PackageLock

    init() throws {
        folder = try ScratchFolder()
        let folder = folder
        lock = PackageLock(
            packages: try ["one", "two"].map { name in
                let file = try TestPackage(name: name, version: "1.0+b1~x").build(in: folder)
                let content = try folder.read(file)
                return LockedPackage(
                    name: name, version: "1.0+b1~x", architecture: "amd64", sha256: SHA256Hasher.hash(content),
                    size: Int64(content.count), filename: file, archive: .main)
            })
    }

    private func store(offline: Bool = false) -> PackageStore {
        let mirror = PackageMirror(main: "file:\(folder.path)", security: nil, keyring: "/nonexistent")
        return PackageStore(cacheDirectory: folder.path + "/cache", mirror: mirror, offline: offline)
    }

    @Test func packagesArriveWholeAndStay() throws {
        let paths = try store().obtain(lock)
        #expect(paths.count == 2)
        for (package, path) in paths {
            #expect(path == "\(folder.path)/cache/\(package.sha256).deb")
            #expect(try folder.read("cache/\(package.sha256).deb") == folder.read(package.filename))
            #expect(try DebArchive(path: path).control["Package"] == package.name)
        }
        try FileManager.default.removeItem(atPath: folder.path + "/pool")
        #expect(try store(offline: true).obtain(lock) == paths)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/cache/partial"))
    }

    @Test func changedPackageStopsTheBuild() throws {
        let package = try #require(lock.packages.first)
        var content = try folder.read(package.filename)
        content[100] ^= 1
        try folder.write(package.filename, content)
        let error = #expect(throws: PackageError.self) { try store().obtain(lock) }
        #expect(error?.code == .hashMismatch)
        let message = try #require(error?.message)
        #expect(message.contains("one 1.0+b1~x"))
        #expect(message.contains("\(package.sha256)"))
        #expect(message.contains("\(SHA256Hasher.hash(content))"))
        #expect(throws: PackageError.self) { try store(offline: true).obtain(lock) }
    }

    @Test func damagedCacheIsMended() throws {
        let package = try #require(lock.packages.first)
        let paths = try store().obtain(lock)
        try folder.write("cache/\(package.sha256).deb", "damaged")
        let error = #expect(throws: PackageError.self) { try store(offline: true).obtain(lock) }
        #expect(error?.code == .offline)
        #expect(error?.message.contains("one 1.0+b1~x;") == true)
        #expect(try store().obtain(lock) == paths)
        #expect(try folder.read("cache/\(package.sha256).deb") == folder.read(package.filename))
    }

    @Test func emptyCacheOfflineNamesAll() {
        let error = #expect(throws: PackageError.self) { try store(offline: true).obtain(lock) }
        #expect(error?.code == .offline)
        #expect(error?.message.contains("one 1.0+b1~x, two 1.0+b1~x; build once without --offline") == true)
    }

    @Test func packagesThatAreGoneAreAllNamed() throws {
        try FileManager.default.removeItem(atPath: folder.path + "/pool")
        let error = #expect(throws: PackageError.self) { try store().obtain(lock) }
        #expect(error?.code == .packageGone)
        #expect(error?.message.contains("these packages:\n    one 1.0+b1~x\n    two 1.0+b1~x\n") == true)
    }

    @Test func packageOfAnUnknownArchiveIsTold() throws {
        let package = try #require(lock.packages.first)
        let moved = PackageLock(packages: [
            LockedPackage(
                name: "one", version: "1", architecture: "amd64", sha256: package.sha256, size: 1, filename: "a.deb",
                archive: .security)
        ])
        let error = #expect(throws: PackageError.self) { try store().obtain(moved) }
        #expect(error?.code == .mirrorUnknown)
    }

    @Test(.enabled(if: HostProgram.find("python3") != nil, "needs python3"))
    func overHTTPToo() throws {
        let server = try LoopbackServer(folder: folder.path)
        let mirror = PackageMirror(main: server.address, security: nil, keyring: "/nonexistent")
        let cache = folder.path + "/http-cache"
        let store = PackageStore(cacheDirectory: cache, mirror: mirror, offline: false)
        let second = try #require(lock.packages.last)
        try FileManager.default.moveItem(atPath: "\(folder.path)/\(second.filename)", toPath: folder.path + "/away")
        let error = #expect(throws: PackageError.self) { try store.obtain(lock) }
        #expect(error?.code == .packageGone)
        #expect(error?.message.contains("these packages:\n    two 1.0+b1~x\n") == true)
        // What did arrive is kept.
        let first = try #require(lock.packages.first)
        #expect(try RegularFile("\(cache)/\(first.sha256).deb")?.hash() == first.sha256)
        try FileManager.default.moveItem(atPath: folder.path + "/away", toPath: "\(folder.path)/\(second.filename)")
        #expect(try store.obtain(lock).count == 2)
    }

    @Test func unreachableMirrorIsTold() throws {
        // Nothing listens on port 1.
        let mirror = PackageMirror(main: "http://127.0.0.1:1", security: nil, keyring: "/nonexistent")
        let store = PackageStore(cacheDirectory: folder.path + "/cache", mirror: mirror, offline: false)
        let error = #expect(throws: PackageError.self) { try store.obtain(lock) }
        #expect(error?.code == .downloadFailed)
        // apt 2 could not, apt 3 is unable to.
        #expect(error?.message.contains("one_1.0+b1~x_amd64.deb: ") == true)
        #expect(error?.message.contains("connect to 127.0.0.1:1") == true)
    }
}
