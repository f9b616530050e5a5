internal import Diagnostics
internal import Testing
import Vocabulary

@testable internal import RescueImage

@Suite("The closure of libraries")
struct LibraryClosureTests {
    let scratch: Scratch
    var tree = PackageTree()

    init() throws {
        scratch = try Scratch()
        try addELF("usr/lib/x86_64-linux-gnu/libc.so.6", package: "libc6") {
            $0.versionDefinitions = ["GLIBC_2.2.5", "GLIBC_2.41"]
        }
        try addELF("usr/lib/x86_64-linux-gnu/ld.so", package: "libc6") { _ in }
        tree.add(
            .symbolicLink(target: "../lib/x86_64-linux-gnu/ld.so", package: "libc6"),
            at: "usr/lib64/ld-linux-x86-64.so.2")
    }

    private mutating func addELF(_ path: String, package: String, _ body: (inout ELFBuilder) -> Void) throws {
        var builder = ELFBuilder()
        body(&builder)
        let bytes = builder.build()
        tree.add(.file(try scratch.packageFile(path, bytes, mode: 0o755, package: package)), at: path)
    }

    @Test("Libraries of libraries, links and the loader come along, and nothing else")
    mutating func closure() throws {
        try addELF("usr/lib/x86_64-linux-gnu/libunused.so.1", package: "unused") { _ in }
        try addELF("usr/lib/x86_64-linux-gnu/liba.so.1.2", package: "liba1") {
            $0.needed = ["libc.so.6"]
            $0.versionNeeds = [("libc.so.6", ["GLIBC_2.41"])]
        }
        tree.add(.symbolicLink(target: "liba.so.1.2", package: "liba1"), at: "usr/lib/x86_64-linux-gnu/liba.so.1")
        try addELF("usr/bin/tool", package: "tool") {
            $0.interpreter = "/lib64/ld-linux-x86-64.so.2"
            $0.needed = ["liba.so.1"]
        }
        let closure = try LibraryClosure(of: ["usr/bin/tool"], in: tree)
        let folder = "usr/lib/x86_64-linux-gnu"
        #expect(closure.files == ["\(folder)/liba.so.1.2", "\(folder)/libc.so.6", "\(folder)/ld.so"])
        #expect(
            closure.links == [
                PackageTree.Link(path: "\(folder)/liba.so.1", target: "liba.so.1.2"),
                PackageTree.Link(path: "usr/lib64/ld-linux-x86-64.so.2", target: "../lib/x86_64-linux-gnu/ld.so"),
            ])
    }

    @Test("A program built against a newer glibc is refused: file, library, version and remedy are named")
    mutating func newerVersion() throws {
        try addELF("init", package: "unloop") {
            $0.needed = ["libc.so.6"]
            $0.versionNeeds = [("libc.so.6", ["GLIBC_2.2.5", "GLIBC_2.43"])]
        }
        let tree = tree
        let error = #expect(throws: RescueImageError.self) { try LibraryClosure(of: ["init"], in: tree) }
        #expect(
            error?.description == """
                /init needs libc.so.6 with GLIBC_2.43, and the image's libc6 does not have it. Build the program on a \
                system no newer than the image's packages, or take libc6 from a newer suite in template.yaml. \
                [image-missing-symbol-version]
                """)
    }

    @Test("A missing library is named with the program and the folders that were searched")
    mutating func missingLibrary() throws {
        try addELF("usr/bin/tool", package: "tool") {
            $0.needed = ["libgone.so.4"]
            $0.runPath = "$ORIGIN/../private"
        }
        let tree = tree
        let error = #expect(throws: RescueImageError.self) { try LibraryClosure(of: ["usr/bin/tool"], in: tree) }
        #expect(
            error?.message == """
                /usr/bin/tool needs libgone.so.4, which none of the image's packages has (searched: \
                /usr/bin/../private, /usr/lib/x86_64-linux-gnu, /usr/lib). Add the package that has it to template.yaml.
                """)
    }

    @Test("A cached file that was changed is noticed")
    mutating func damagedCache() throws {
        _ = try scratch.file("usr/lib/x86_64-linux-gnu/libc.so.6", [0x7f, 0x45, 0x4c, 0x46])
        let tree = tree
        let error = #expect(throws: RescueImageError.self) {
            try LibraryClosure(of: ["usr/lib/x86_64-linux-gnu/libc.so.6"], in: tree)
        }
        #expect(error?.code == .cacheDamaged)
    }
}
