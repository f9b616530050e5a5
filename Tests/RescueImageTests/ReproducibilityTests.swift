internal import DebianPackages
internal import Foundation
internal import HostPrograms
internal import TestSupport
internal import Testing

@testable internal import RescueImage

/// Two builds from one lock, as different as two people's: folder, moment, umask, time zone, locale, user, cache, and age
/// and modes of the files that go in.
///
/// The clock is not faked: under libfaketime 0.9.10, Foundation's `Process` never learns that its child has ended.
@Suite("Reproducibility", .enabled(if: hasMirror, "needs a Debian mirror in the host's apt sources"))
struct ReproducibilityTests {
    private static let nobody = 65534

    /// Becomes nobody, with a home of its own and other habits.
    private static func wrapper(home: String) -> [String] {
        [
            "setpriv", "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups", "env", "-i", "HOME=\(home)",
            "PATH=/usr/bin:/bin", "TMPDIR=\(home)", "TZ=Asia/Kathmandu", "LC_ALL=C.UTF-8", "sh", "-c",
            "umask 077 && exec \"$@\"", "sh",
        ]
    }

    @Test(
        "Another user, in another folder, gets the same bytes from the cache alone",
        .enabled(if: geteuid() == 0, "needs root, to become another user"))
    func sameBytes() throws {
        let scratch = try ScratchFolder()
        // The other user has to get through to the own folder.
        try HostProgram.run(["chmod", "0755", scratch.path])
        let first = scratch.path + "/first"
        let home = scratch.path + "/home of nobody"
        let second = home + "/another folder"
        let one = try BuiltProgram.build(["--output", first, "--cache", RescueImageBuildTests.cache])
        try #require(one.status == 0, "\(String(decoding: one.standardError, as: UTF8.self))")

        // Only the packages are the same: all that is made from them is made again.
        try FileManager.default.createDirectory(atPath: home + "/cache", withIntermediateDirectories: true)
        let templates = (ImageTemplateTests.shippedFolder as NSString).deletingLastPathComponent
        for (source, name) in [
            (RescueImageBuildTests.cache + "/packages", "cache/packages"), (BuiltProgram.path, "unloop"),
            (BuiltProgram.agent, "unloop-agent"), (BuiltProgram.agent + ".toolchain", "unloop-agent.toolchain"),
            (first + "/packages.lock", "packages.lock"), (templates, "templates"),
        ] { try HostProgram.run(["cp", "-rL", source, "\(home)/\(name)"]) }
        try HostProgram.run(["chown", "-R", "\(Self.nobody):\(Self.nobody)", home])
        try HostProgram.run(["chmod", "-R", "go=", home])
        let two = try BuiltProgram.build(
            ["--output", second, "--cache", home + "/cache", "--lock", home + "/packages.lock", "--offline"],
            wrapper: Self.wrapper(home: home), program: home + "/unloop", agent: home + "/unloop-agent",
            template: home + "/templates/rescue")
        try #require(two.status == 0, "\(String(decoding: two.standardError, as: UTF8.self))")

        let status = try FileManager.default.attributesOfItem(atPath: second + "/unloop.img")
        #expect((status[.ownerAccountID] as? NSNumber)?.intValue == Self.nobody)
        for name in ["unloop.img", "unloop.iso", "manifest.json", "sbom.spdx.json", "packages.lock"] {
            try HostProgram.run(["cmp", "\(first)/\(name)", "\(second)/\(name)"])
        }
        try HostProgram.run(["diff", "-r", first + "/pxe", second + "/pxe"])
    }

    @Test(
        "The bill of materials of a whole build is valid",
        .enabled(if: HostProgram.find("pyspdxtools") != nil, "needs pyspdxtools (PyPI package spdx-tools)"))
    func billOfMaterials() throws {
        let scratch = try ScratchFolder()
        let built = try BuiltProgram.build([
            "--output", scratch.path, "--cache", RescueImageBuildTests.cache, "--format", "pxe",
        ])
        try #require(built.status == 0, "\(String(decoding: built.standardError, as: UTF8.self))")
        try HostProgram.run(["pyspdxtools", "-i", scratch.path + "/sbom.spdx.json"])
    }
}
