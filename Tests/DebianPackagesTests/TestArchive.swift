import DebianPackages
import Digests
import HostPrograms
import TestSupport

/// A signed archive of packages in a folder, as apt expects one, with a key of its own.
final class TestArchive {
    let folder: ScratchFolder
    private let home: ScratchFolder

    static let isPossible = ["gpg", "dpkg-deb", "apt-get"].allSatisfy { HostProgram.find($0) != nil }
    static let needs = "needs gpg, dpkg-deb and apt"

    /// Its address: with `file:`, apt would read the lists in place instead of keeping them.
    var mirror: PackageMirror {
        PackageMirror(main: "copy:\(folder.path)", security: nil, keyring: "\(folder.path)/keyring.gpg")
    }

    init() throws {
        folder = try ScratchFolder()
        home = try ScratchFolder()
        try gpg(["--quick-generate-key", "test@example.org", "ed25519", "sign", "never"])
        try folder.write("keyring.gpg", try gpg(["--export"]).standardOutput)
    }

    deinit {
        _ = try? HostProgram.run(["gpgconf", "--homedir", home.path, "--kill", "all"])
    }

    /// Builds packages and publishes them as a suite.
    func publish(_ suite: String, _ packages: [TestPackage]) throws {
        var index = ""
        for package in packages {
            let file = try package.build(in: folder)
            let content = try folder.read(file)
            let control = try folder.read("trees/\(package.name)-\(package.version)/DEBIAN/control")
            index += String(decoding: control, as: UTF8.self)
            index += "Filename: \(file)\nSize: \(content.count)\nSHA256: \(SHA256Hasher.hash(content))\n\n"
        }
        try publish(suite, index: index)
    }

    /// Publishes an index as a suite, signed.
    func publish(_ suite: String, index: String) throws {
        try folder.write("dists/\(suite)/main/binary-amd64/Packages", index)
        let release = """
            Codename: \(suite)
            Suite: \(suite)
            Components: main
            Architectures: amd64
            Date: Thu, 01 Jan 2026 00:00:00 UTC
            SHA256:
             \(SHA256Hasher.hash(index.utf8)) \(index.utf8.count) main/binary-amd64/Packages

            """
        let signed = try gpg(["--clearsign"], input: Array(release.utf8)).standardOutput
        try folder.write("dists/\(suite)/InRelease", signed)
    }

    @discardableResult
    private func gpg(_ arguments: [String], input: [UInt8] = []) throws -> HostProgram.Output {
        try HostProgram.run(
            ["gpg", "--homedir", home.path, "--batch", "--quiet", "--passphrase", ""] + arguments, input: input)
    }
}
