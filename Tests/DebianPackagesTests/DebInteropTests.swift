import DebianPackages
import Diagnostics
import Glibc
import Testing
import Vocabulary

/// Against dpkg-deb and tar: what they write is read, and read as they read it.
@Suite(.enabled(if: CommandLineTool.locate("dpkg-deb") != nil, "needs dpkg-deb"))
struct DebInteropTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// A tree with each kind of entry, a long name, a name that is not ASCII, and modes.
    private func build(_ compression: String) throws -> String {
        let tree = folder.path + "/tree"
        try folder.write(
            "tree/DEBIAN/control",
            """
            Package: sample
            Version: 2:1.0~rc1-3
            Architecture: amd64
            Maintainer: Test <test@example.org>
            Description: short
             long, with a
             second line

            """)
        let long = String(repeating: "long-name-", count: 15)
        try folder.write("tree/usr/share/sample/\(long)", "x")
        try folder.write("tree/usr/share/sample/Größe \u{65E5}\u{672C}", "ü")
        try folder.write("tree/usr/bin/tool", [UInt8](repeating: 0xA5, count: 300_001))
        #expect(chmod(tree + "/usr/bin/tool", 0o4755) == 0)
        #expect(symlink("../share/sample/nowhere", tree + "/usr/bin/link") == 0)
        #expect(link(tree + "/usr/bin/tool", tree + "/usr/bin/second-name") == 0)
        let file = "\(folder.path)/sample-\(compression).deb"
        try CommandLineTool.run(["dpkg-deb", "--root-owner-group", "-Z\(compression)", "--build", tree, file])
        return file
    }

    /// The entries as `tar --list --verbose` tells them: kind and mode, path, target.
    private func listing(_ file: String) throws -> [String] {
        let tar = try CommandLineTool.run(["dpkg-deb", "--fsys-tarfile", file]).standardOutput
        let command = ["tar", "--list", "--verbose", "--quoting-style=literal", "--file=-"]
        let rows = try CommandLineTool.run(command, input: tar).text.split(separator: "\n")
        return rows.compactMap { row in
            // mode owner/group size date time name
            let cells = row.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard cells.count == 6, cells[5] != "./" else { return nil }
            return "\(cells[0]) \(cells[2]) \(cells[5])"
        }
    }

    private func listing(_ deb: DebArchive) throws -> [String] {
        var rows: [String] = []
        try deb.entries { entry in
            var kind = "-"
            var name = "./" + entry.path
            switch entry.kind {
            case .file: break
            case .directory:
                kind = "d"
                name += "/"
            case .symbolicLink(let target):
                kind = "l"
                name += " -> " + target
            case .hardLink(let target):
                kind = "h"
                name += " link to ./" + target
            }
            rows.append("\(kind)\(Self.letters(entry.mode)) \(entry.size) \(name)")
        }
        return rows
    }

    /// Permission bits as `ls` writes them.
    private static func letters(_ mode: UInt32) -> String {
        var letters = (0..<9).map { mode >> UInt32(8 - $0) & 1 == 1 ? Array("rwx")[$0 % 3] : "-" }
        if mode & 0o4000 != 0 { letters[2] = letters[2] == "x" ? "s" : "S" }
        return String(letters)
    }

    @Test(arguments: ["none", "gzip", "xz", "zstd"])
    func entriesAreThoseOfTar(compression: String) throws {
        let file = try build(compression)
        let rows = try listing(file)
        #expect(rows.count == 9)
        #expect(try listing(DebArchive(path: file)) == rows)
    }

    @Test(arguments: ["C", "C.UTF-8", "POSIX"])
    func localeChangesNothing(locale: String) throws {
        let file = try build("gzip")
        defer { setlocale(LC_ALL, "C") }
        #expect(setlocale(LC_ALL, locale) != nil)
        #expect(try listing(DebArchive(path: file)).contains { $0.hasSuffix("/sample/Größe \u{65E5}\u{672C}") })
    }

    @Test func contentIsWhole() throws {
        var contents: [String: [UInt8]] = [:]
        try DebArchive(path: try build("xz")).entries { entry in
            if entry.kind == .file { contents[entry.path] = try entry.content() }
        }
        // dpkg-deb sorts: of two names of one file the first holds the content.
        #expect(contents["usr/bin/second-name"] == [UInt8](repeating: 0xA5, count: 300_001))
        #expect(contents["usr/share/sample/Größe \u{65E5}\u{672C}"] == Array("ü".utf8))
    }

    @Test func controlIsThatOfDpkg() throws {
        let file = try build("xz")
        let control = try DebArchive(path: file).control
        #expect(control["Description"] == "short\nlong, with a\nsecond line")
        for field in ["Package", "Version", "Architecture", "Maintainer"] {
            #expect(
                control[field].map { $0 + "\n" }
                    == (try CommandLineTool.run(["dpkg-deb", "--field", file, field]).text))
        }
        #expect(control.count == 5)
    }

    @Test func changedByteIsNoticed() throws {
        let file = try build("xz")
        var bytes = try folder.read("sample-xz.deb")
        bytes[bytes.count - 200] ^= 1
        try folder.write("sample-xz.deb", bytes)
        let error = #expect(throws: PackageError.self) { try listing(DebArchive(path: file)) }
        #expect(error?.code == .archiveInvalid)
    }
}
