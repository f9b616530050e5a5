import DebianPackages
import Diagnostics
import Testing
import Vocabulary

/// With the real apt, over a small signed archive that the test makes.
@Suite(.enabled(if: TestArchive.isPossible, Comment(rawValue: TestArchive.needs)))
struct PackageResolverTests {
    private let archive: TestArchive
    private let state: ScratchFolder

    init() throws {
        archive = try TestArchive()
        state = try ScratchFolder()
        try archive.publish(
            "base",
            [
                TestPackage(name: "tool", fields: ["Depends: libtool (>= 1.0), helper | other", "Recommends: extra"]),
                TestPackage(name: "libtool", fields: ["Source: tools (1.0-src)"]), TestPackage(name: "extra"),
                TestPackage(name: "helper", version: "3:2.0-1", fields: ["Depends: big"]), TestPackage(name: "big"),
                TestPackage(name: "exact", fields: ["Depends: helper (= 3:2.0-1)"]),
            ])
        try archive.publish(
            "next", [TestPackage(name: "libtool", version: "2.0"), TestPackage(name: "big", version: "2.0")])
    }

    private func resolve(
        _ packages: [String], suites: [String] = ["base", "next"],
        pins: [PackagePin] = [PackagePin(packages: [], suite: "next")],
        exclude: [String] = [], mirror: PackageMirror? = nil, offline: Bool = false
    ) throws -> PackageLock {
        let resolver = PackageResolver(mirror: mirror ?? archive.mirror, stateDirectory: state.path, offline: offline)
        return try resolver.resolve(
            PackageRequest(
                architecture: "amd64",
                suites: suites.map { PackageSuite(name: $0, archive: .main, components: ["main"]) },
                pins: pins, packages: packages, exclude: exclude))
    }

    private func names(_ lock: PackageLock) -> [String] { lock.packages.map { "\($0.name) \($0.version)" } }

    @Test func dependenciesComeAndRecommendationsDoNot() throws {
        #expect(names(try resolve(["tool"])) == ["big 1.0", "helper 3:2.0-1", "libtool 1.0", "tool 1.0"])
    }

    @Test func lockHasWhatTheIndexSays() throws {
        let lock = try resolve(["libtool"])
        let package = try #require(lock.packages.first)
        #expect(package.filename == "pool/main/l/libtool/libtool_1.0_amd64.deb")
        #expect(package.size == Int64(try archive.folder.read(package.filename).count))
        #expect(package.archive == .main)
        #expect(package.source == "tools")
        #expect(package.sourceVersion == "1.0-src")
    }

    @Test func pinTakesTheNamedPackagesOnly() throws {
        let pins = [PackagePin(packages: ["libtool"], suite: "next")]
        #expect(names(try resolve(["tool"], pins: pins)) == ["big 1.0", "helper 3:2.0-1", "libtool 2.0", "tool 1.0"])
    }

    @Test func pinnedPackageComesFromNowhereElse() {
        let error = #expect(throws: PackageError.self) {
            try resolve(["tool"], pins: [PackagePin(packages: ["helper"], suite: "next")])
        }
        #expect(error?.code == .resolutionFailed)
        #expect(error?.message.contains("helper") == true)
    }

    @Test func excludedPackageIsLeftOutWithWhatItBrings() throws {
        #expect(names(try resolve(["tool"], exclude: ["helper"])) == ["libtool 1.0", "tool 1.0"])
        // The exact version is met too.
        #expect(names(try resolve(["exact"], exclude: ["helper"])) == ["exact 1.0"])
    }

    @Test func unknownNamesAreTold() {
        let wanted = #expect(throws: PackageError.self) { try resolve(["nonsense"]) }
        #expect(wanted?.code == .resolutionFailed)
        #expect(wanted?.message.contains("Unable to locate package nonsense") == true)
        let excluded = #expect(throws: PackageError.self) { try resolve(["tool"], exclude: ["big", "nonsense"]) }
        #expect(excluded?.message.hasPrefix("no suite has the excluded packages nonsense;") == true)
    }

    @Test func sameRequestGivesTheSameText() throws {
        #expect(try resolve(["tool", "extra"]).text == (try resolve(["extra", "tool"]).text))
    }

    @Test func freshListsServeOffline() throws {
        let error = #expect(throws: PackageError.self) { try resolve(["tool"], offline: true) }
        #expect(error?.code == .offline)
        let lock = try resolve(["tool"])
        try archive.publish("base", [TestPackage(name: "tool", version: "9")])
        #expect(try resolve(["tool"], offline: true) == lock)
        // Another mirror needs lists of its own.
        let other = PackageMirror(main: "copy:/nonexistent", security: nil, keyring: archive.mirror.keyring)
        #expect(throws: PackageError.self) { try resolve(["tool"], mirror: other, offline: true) }
    }

    @Test func indexWithAnotherKeyIsRefused() throws {
        let stranger = try TestArchive()
        let mirror = PackageMirror(main: archive.mirror.main, security: nil, keyring: stranger.mirror.keyring)
        let error = #expect(throws: PackageError.self) { try resolve(["tool"], mirror: mirror) }
        #expect(error?.code == .updateFailed)
        #expect(error?.message.contains("lacks a key") == true)
    }

    @Test func changedIndexIsRefused() throws {
        let path = "dists/base/main/binary-amd64/Packages"
        let index = String(decoding: try archive.folder.read(path), as: UTF8.self)
        try archive.folder.write(path, index.replacing("Version: 1.0", with: "Version: 1.1"))
        let error = #expect(throws: PackageError.self) { try resolve(["tool"]) }
        #expect(error?.code == .updateFailed)
    }

    @Test func unsignedArchiveIsRefused() throws {
        try archive.folder.write("dists/base/InRelease", "Codename: base\n")
        let error = #expect(throws: PackageError.self) { try resolve(["tool"]) }
        #expect(error?.code == .updateFailed)
    }

    @Test func securitySuiteWithoutArchiveIsLeftOut() throws {
        let resolver = PackageResolver(mirror: archive.mirror, stateDirectory: state.path)
        let suites = [
            PackageSuite(name: "base", archive: .main, components: ["main"]),
            PackageSuite(name: "next", archive: .security, components: ["main"]),
        ]
        let lock = try resolver.resolve(PackageRequest(architecture: "amd64", suites: suites, packages: ["libtool"]))
        #expect(names(lock) == ["libtool 1.0"])
    }

    @Test func securityArchiveIsToldApart() throws {
        let second = try TestArchive()
        try second.publish("fixes", [TestPackage(name: "libtool", version: "1.1")])
        let keys = try archive.folder.read("keyring.gpg") + second.folder.read("keyring.gpg")
        let keyring = try state.write("both.gpg", keys)
        let mirror = PackageMirror(main: archive.mirror.main, security: second.mirror.main, keyring: keyring)
        let suites = [
            PackageSuite(name: "base", archive: .main, components: ["main"]),
            PackageSuite(name: "fixes", archive: .security, components: ["main"]),
        ]
        let resolver = PackageResolver(mirror: mirror, stateDirectory: state.path)
        let lock = try resolver.resolve(
            PackageRequest(architecture: "amd64", suites: suites, packages: ["libtool", "extra"]))
        #expect(names(lock) == ["extra 1.0", "libtool 1.1"])
        #expect(lock.packages.map(\.archive) == [.main, .security])
        let store = PackageStore(cacheDirectory: state.path + "/cache", mirror: mirror, offline: false)
        #expect(try store.obtain(lock).count == 2)
    }
}
