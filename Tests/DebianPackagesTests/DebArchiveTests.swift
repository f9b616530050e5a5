import Testing

@testable import DebianPackages

@Suite struct DebArchiveTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func open(data: [UInt8]) throws -> DebArchive {
        let end = [UInt8](repeating: 0, count: 1024)
        return try DebArchive(path: try folder.write("x.deb", try HandMadeDeb.package(data: data + end)))
    }

    @Test func entriesAreExact() throws {
        let deb = try open(
            data: HandMadeDeb.tarEntry("./", type: "5") + HandMadeDeb.tarEntry("./usr/", type: "5")
                + HandMadeDeb.tarEntry("./usr/a", content: [1, 2, 3])
                + HandMadeDeb.tarEntry("usr/b", type: "2", link: "/x/../a")
                + HandMadeDeb.tarEntry("./usr/c", type: "1", link: "./usr/a"))
        #expect(deb.control == ["Package": "x", "Version": "1"])
        var seen: [String] = []
        try deb.entries {
            seen.append("\($0.path) \($0.kind) \(String($0.mode, radix: 8)) \($0.size) \(try $0.content())")
        }
        #expect(
            seen == [
                "usr directory 644 0 []", "usr/a file 644 3 [1, 2, 3]",
                #"usr/b symbolicLink(target: "/x/../a") 644 0 []"#, #"usr/c hardLink(target: "usr/a") 644 0 []"#,
            ])
    }

    @Test(arguments: ["/etc/passwd", "../x", "./a/../../x", "a//b", "./a/./b", "/"])
    func pathsThatLeaveTheRootAreRefused(path: String) throws {
        let deb = try open(data: HandMadeDeb.tarEntry(path))
        let error = #expect(throws: PackageError.self) { try deb.entries { _ in } }
        #expect(error?.code == .archiveUnsafe)
        #expect(error?.message.contains("x.deb: data.tar: the entry \"\(path)\"") == true)
    }

    @Test func hardLinksThatLeaveTheRootAreRefused() throws {
        let deb = try open(data: HandMadeDeb.tarEntry("./a", type: "1", link: "../etc/shadow"))
        #expect(throws: PackageError.self) { try deb.entries { _ in } }
    }

    @Test(arguments: ["3", "4", "6"] as [Character])
    func devicesAndPipesAreRefused(type: Character) throws {
        let deb = try open(data: HandMadeDeb.tarEntry("./dev", type: type))
        let error = #expect(throws: PackageError.self) { try deb.entries { _ in } }
        #expect(error?.code == .archiveInvalid)
    }

    @Test func nameThatIsNoUTF8IsRefused() throws {
        var entry = HandMadeDeb.tarEntry("./a?")
        // 0xFF in place of the question mark, and the header's sum with it.
        entry[3] = 0xFF
        let sum = String(
            entry[..<512].enumerated().reduce(0) { $0 + ((148..<156).contains($1.0) ? 32 : Int($1.1)) }, radix: 8)
        entry.replaceSubrange(148..<154, with: (String(repeating: "0", count: 6 - sum.count) + sum).utf8)
        let deb = try open(data: entry)
        let error = #expect(throws: PackageError.self) { try deb.entries { _ in } }
        #expect(error?.message.contains("not UTF-8") == true)
    }

    @Test func contentIsReadInItsTurnOnly() throws {
        let deb = try open(data: HandMadeDeb.tarEntry("a", content: [1]) + HandMadeDeb.tarEntry("b"))
        var first: DebEntry?
        #expect(throws: PackageError.self) {
            try deb.entries { entry in
                if let first { _ = try first.content() }
                first = entry
            }
        }
    }

    @Test func truncatedContentIsAnError() throws {
        let whole = try HandMadeDeb.package(
            data: HandMadeDeb.tarEntry("a", content: [UInt8](repeating: 7, count: 5000)))
        let deb = try DebArchive(path: try folder.write("cut.deb", whole.dropLast(3000)))
        let error = #expect(throws: PackageError.self) { try deb.entries { _ = try $0.content() } }
        #expect(error?.code == .archiveInvalid)
    }

    @Test(arguments: [
        [], [("debian-binary", "3.0\n")], [("debian-binary", "2.0\n")],
        [("debian-binary", "2.0\n"), ("control.tar", "nonsense")],
        [("control.tar", "")],
    ])
    func whatIsNoPackageIsRefused(members: [(String, String)]) throws {
        let bytes = HandMadeDeb.archive(members.map { ($0.0, Array($0.1.utf8)) })
        let path = try folder.write("no.deb", bytes)
        let error = #expect(throws: PackageError.self) { try DebArchive(path: path) }
        #expect(error?.code == .archiveInvalid)
        #expect(error?.message.hasPrefix(path) == true)
    }
}
