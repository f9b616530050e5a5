internal import DebianPackages
internal import Foundation
internal import Testing

@testable internal import RescueImage

/// Two builds from one lock, as different as two people's: folder, time, umask, time zone, locale, user and cache.
@Suite("Reproducibility", .enabled(if: hasMirror, "needs a Debian mirror in the host's apt sources"))
struct ReproducibilityTests {
    private static let nobody = 65534
    private static let faketime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
    private static let isPossible = geteuid() == 0 && FileManager.default.fileExists(atPath: faketime)

    /// Becomes nobody, 400 days later, with a home of its own and other habits.
    private static func wrapper(home: String) -> [String] {
        [
            "setpriv", "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups", "env", "-i", "HOME=\(home)",
            "PATH=/usr/bin:/bin", "TMPDIR=\(home)", "TZ=Asia/Kathmandu", "LC_ALL=C.UTF-8", "LD_PRELOAD=\(faketime)",
            "FAKETIME=+400d", "sh", "-c", "umask 077 && exec \"$@\"", "sh",
        ]
    }

    @Test(
        "Another user, in another folder and year, gets the same bytes from the cache alone",
        .enabled(if: isPossible, "needs root, to become another user, and libfaketime"))
    func sameBytes() throws {
        let scratch = try Scratch()
        let first = scratch.path + "/first"
        let home = scratch.path + "/home of nobody"
        let second = home + "/another folder"
        let one = try BuiltProgram.build(["--output", first, "--cache", RescueImageBuildTests.cache])
        try #require(one.status == 0, "\(String(decoding: one.standardError, as: UTF8.self))")

        // Only the packages are the same: all that is made from them is made again.
        try FileManager.default.createDirectory(atPath: home + "/cache", withIntermediateDirectories: true)
        for (source, name) in [
            (RescueImageBuildTests.cache + "/packages", "cache/packages"), (BuiltProgram.path, "unloop"),
            (BuiltProgram.agent, "unloop-agent"), (first + "/packages.lock", "packages.lock"),
        ] { try CommandLineTool.run(["cp", "-rL", source, "\(home)/\(name)"]) }
        try CommandLineTool.run(["chown", "-R", "\(Self.nobody):\(Self.nobody)", home])
        let two = try BuiltProgram.build(
            ["--output", second, "--cache", home + "/cache", "--lock", home + "/packages.lock", "--offline"],
            wrapper: Self.wrapper(home: home), program: home + "/unloop", agent: home + "/unloop-agent")
        try #require(two.status == 0, "\(String(decoding: two.standardError, as: UTF8.self))")

        let status = try FileManager.default.attributesOfItem(atPath: second + "/unloop.img")
        #expect((status[.ownerAccountID] as? NSNumber)?.intValue == Self.nobody)
        for name in ["unloop.img", "unloop.iso", "manifest.json", "sbom.spdx.json", "packages.lock"] {
            try CommandLineTool.run(["cmp", "\(first)/\(name)", "\(second)/\(name)"])
        }
        try CommandLineTool.run(["diff", "-r", first + "/pxe", second + "/pxe"])
    }

    @Test(
        "The bill of materials of a whole build is valid",
        .enabled(if: CommandLineTool.locate("pyspdxtools") != nil, "needs pyspdxtools (PyPI package spdx-tools)"))
    func billOfMaterials() throws {
        let scratch = try Scratch()
        let built = try BuiltProgram.build([
            "--output", scratch.path, "--cache", RescueImageBuildTests.cache, "--format", "pxe",
        ])
        try #require(built.status == 0, "\(String(decoding: built.standardError, as: UTF8.self))")
        try CommandLineTool.run(["pyspdxtools", "-i", scratch.path + "/sbom.spdx.json"])
    }
}
