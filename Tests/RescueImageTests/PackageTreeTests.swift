import Diagnostics
internal import Testing
import Vocabulary

@testable internal import RescueImage

@Suite("The tree of packages' files")
struct PackageTreeTests {
    let scratch: Scratch
    var tree = PackageTree()

    init() throws {
        scratch = try Scratch()
        tree.add(.file(try scratch.packageFile("kmod", [1], mode: 0o755)), at: "usr/bin/kmod")
    }

    @Test("Old folders are the merged ones", arguments: ["bin/kmod", "/bin/kmod", "usr/bin/kmod", "./usr/bin/kmod"])
    func mergedFolders(path: String) throws {
        #expect(try tree.resolve(path)?.path == "usr/bin/kmod")
    }

    @Test("Links are followed relative to where they are, in every component")
    mutating func links() throws {
        tree.add(.symbolicLink(target: "../bin/kmod", package: "kmod"), at: "usr/sbin/modprobe")
        tree.add(.symbolicLink(target: "/usr/sbin", package: "kmod"), at: "opt/tools")
        let found = try #require(try tree.resolve("opt/tools/modprobe"))
        #expect(found.path == "usr/bin/kmod")
        #expect(found.links.map(\.path) == ["opt/tools", "usr/sbin/modprobe"])
    }

    @Test("A circle of links ends with an error, a missing file with nothing")
    mutating func dead() throws {
        tree.add(.symbolicLink(target: "b", package: "x"), at: "usr/lib/a")
        tree.add(.symbolicLink(target: "a", package: "x"), at: "usr/lib/b")
        let tree = tree
        let error = #expect(throws: RescueImageError.self) { try tree.resolve("usr/lib/a") }
        #expect(error?.code == .linkLoop)
        #expect(try tree.resolve("usr/lib/c") == nil)
        #expect(try tree.resolve("usr/bin/kmod/below") == nil)
    }
}
