internal import DebianPackages
internal import Digests
internal import Foundation
internal import HostPrograms
internal import TestSupport
internal import Testing

@testable internal import RescueImage

@Suite("The bill of materials")
struct SPDXDocumentTests {
    static func document() throws -> [UInt8] {
        let package = LockedPackage(
            name: "libstdc++6", version: "14.2.0-19", architecture: "amd64", sha256: SHA256Hasher.hash([1]), size: 1,
            filename: "pool/x.deb", archive: .main, source: "gcc-14", sourceVersion: "14.2.0-19")
        let agent = Manifest.File(path: "unloop-agent", sha256: "\(SHA256Hasher.hash([2]))", size: 1)
        return try SPDXDocument(
            packages: [package], agent: agent, build: "0123456789ab", version: "0.1.0", timestamp: 1_700_000_000
        ).text()
    }

    @Test("Time, package URL, licence and source are in it, and nothing of the clock")
    func content() throws {
        let text = String(decoding: try Self.document(), as: UTF8.self)
        for part in [
            "\"created\" : \"2023-11-14T22:13:20Z\"", "\"pkg:deb/debian/libstdc%2B%2B6@14.2.0-19?arch=amd64\"",
            "\"GPL-3.0-or-later WITH GCC-exception-3.1\"", "\"built from Debian source package gcc-14 14.2.0-19\"",
            "\"SPDXRef-libstdc--6\"", "\"https://spdx.org/spdxdocs/unloop-0123456789ab\"",
        ] { #expect(text.contains(part), "\(part)") }
        #expect(try Self.document() == Array(text.utf8))
    }

    @Test(
        "The validator of the SPDX project accepts it",
        .enabled(if: HostProgram.find("pyspdxtools") != nil, "needs pyspdxtools (PyPI package spdx-tools)"))
    func validator() throws {
        let scratch = try ScratchFolder()
        let path = try scratch.write("sbom.spdx.json", try Self.document())
        try HostProgram.run(["pyspdxtools", "-i", path])
    }
}
