import Foundation
import HostPrograms
import TestSupport
import Testing

@testable import DebianPackages

/// With the mirror that this host's apt sources name: a small image's packages for real.
@Suite(.enabled(if: isReachable, "needs a Debian mirror in the host's apt sources that can be reached"))
struct HostMirrorTests {
    private static let request = PackageRequest(
        architecture: "amd64",
        suites: [
            PackageSuite(name: "trixie", archive: .main, components: ["main"]),
            PackageSuite(name: "trixie-updates", archive: .main, components: ["main"]),
            PackageSuite(name: "trixie-security", archive: .security, components: ["main"]),
            PackageSuite(name: "forky", archive: .main, components: ["main"]),
        ],
        pins: [PackagePin(packages: ["cryptsetup-bin", "libcryptsetup12"], suite: "forky")],
        packages: ["cryptsetup-bin", "kmod", "linux-image-amd64", "shim-signed", "grub-pc-bin"],
        exclude: [
            "debconf", "dmsetup", "grub-common", "grub2-common", "grub-efi-amd64-bin", "initramfs-tools", "linux-base",
            "mokutil", "shim-helpers-amd64-signed", "shim-signed-common",
        ])

    @Test func pinnedClosureResolvesAndArrives() throws {
        let folder = try ScratchFolder()
        let resolver = PackageResolver(mirror: try PackageMirror.ofHost(), stateDirectory: folder.path + "/state")
        let lock = try resolver.resolve(Self.request)
        let versions = Dictionary(uniqueKeysWithValues: lock.packages.map { ($0.name, $0.version) })
        #expect(versions["cryptsetup-bin"]?.hasPrefix("2:2.7") == false)
        #expect(versions["cryptsetup-bin"] == versions["libcryptsetup12"])
        #expect(versions["libc6"]?.hasPrefix("2.41-") == true, "the C library stays the base suite's")
        #expect(lock.packages.contains { $0.name.hasPrefix("linux-image-6.12.") })
        #expect(Set(versions.keys).isDisjoint(with: Self.request.exclude))
        #expect(lock.packages.count < 40)
        #expect(try PackageLock(parsing: lock.text, file: "lock") == lock)
        #expect(try resolver.resolve(Self.request) == lock)

        let small = PackageLock(packages: lock.packages.filter { $0.size < 1_000_000 })
        let store = PackageStore(
            cacheDirectory: folder.path + "/cache", mirror: try PackageMirror.ofHost(), offline: false)
        let paths = try store.obtain(small)
        for (package, path) in paths {
            let deb = try DebArchive(path: path)
            #expect(deb.control["Version"] == package.version)
            #expect(try RegularFile(path)?.hash() == package.sha256)
            try deb.entries { _ in }
        }
    }
}

private let isReachable: Bool = {
    guard let mirror = try? PackageMirror.ofHost(), let folder = try? ScratchFolder(),
        let apt = try? AptState(folder: folder.path)
    else { return false }
    let command = [
        "/usr/lib/apt/apt-helper", "download-file", "\(mirror.main)/dists/trixie/InRelease", folder.path + "/x",
    ]
    return (try? apt.run(command)) != nil
}()
