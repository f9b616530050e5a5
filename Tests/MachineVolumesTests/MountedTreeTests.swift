import Foundation
import Glibc
import LinuxSystem
import Remedy
import RepairEngine
import TestSupport
import Testing
import Vocabulary

@testable import MachineVolumes

/// A folder stands in for the mounted volume: both are directories to Linux.
@Suite struct MountedTreeTests {
    private func withTree(_ body: (MountedTree, String) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let root = folder.resolvingSymlinksInPath().path
            let registry = RegistryReader(program: "/bin/false", arguments: [])
            try body(MountedTree(root: try Directory.open(root), source: root, device: nil, registry: registry), root)
        }
    }

    private func makeFile(_ path: String, _ text: String = "content") throws {
        let url = URL(filePath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    private func kind(_ body: () throws -> Void) -> TreeError.Kind? {
        do { try body() } catch let error as TreeError { return error.kind } catch {}
        return nil
    }

    @Test func listsWhatThereIs() throws {
        try withTree { tree, root in
            try makeFile("\(root)/Windows/System32/Straße.sys")
            #expect(symlink("/etc", "\(root)/Windows/link") == 0)
            #expect(mkfifo("\(root)/Windows/pipe", 0o644) == 0)
            #expect(try tree.entries(of: []) == [TreeEntry(name: "Windows", kind: .folder)])
            let inside = try tree.entries(of: ["Windows"]).sorted { $0.name < $1.name }
            #expect(
                inside == [
                    TreeEntry(name: "System32", kind: .folder), TreeEntry(name: "link", kind: .link),
                    TreeEntry(name: "pipe", kind: .other),
                ])
            #expect(try tree.entries(of: ["Windows", "System32"]) == [TreeEntry(name: "Straße.sys", kind: .file)])
        }
    }

    @Test func tellsAbsentFromLinkAndFromTheWrongKind() throws {
        try withTree { tree, root in
            try makeFile("\(root)/a/file")
            #expect(symlink("a", "\(root)/link") == 0)
            #expect(symlink("file", "\(root)/a/filelink") == 0)
            #expect(kind { _ = try tree.entries(of: ["none"]) } == .notFound)
            #expect(kind { _ = try tree.entries(of: ["link"]) } == .link)
            #expect(kind { _ = try tree.facts(of: ["link", "file"]) } == .link)
            #expect(kind { _ = try tree.facts(of: ["a", "filelink"]) } == .link)
            #expect(kind { _ = try tree.entries(of: ["a", "file"]) } == .unexpectedKind)
            #expect(kind { _ = try tree.facts(of: ["a"]) } == .unexpectedKind)
            #expect(kind { _ = try tree.facts(of: []) } == .link)
            #expect(kind { _ = try tree.entries(of: [".."]) } == .link)
        }
    }

    @Test func readsFactsAndEveryByte() throws {
        try withTree { tree, root in
            let content = String(repeating: "0123456789abcdef", count: 200_000)
            try makeFile("\(root)/f.sys", content)
            let times = [timespec(tv_sec: 0, tv_nsec: 0), timespec(tv_sec: 1_721_366_820, tv_nsec: 999_999_900)]
            #expect(utimensat(AT_FDCWD, "\(root)/f.sys", times, 0) == 0)
            let facts = try tree.facts(of: ["f.sys"])
            #expect(facts.name == "f.sys" && facts.size == 3_200_000 && facts.modified == 1_721_366_820)
            #expect(facts.header == Array(content.utf8.prefix(512)))
            var read: [UInt8] = []
            try tree.read(["f.sys"]) { read += Array($0) }
            #expect(read == Array(content.utf8))
        }
    }

    @Test func removesRegularFilesOnly() throws {
        try withTree { tree, root in
            try makeFile("\(root)/a/C-00000291-1.sys")
            try makeFile("\(root)/a/other")
            #expect(symlink("other", "\(root)/a/link") == 0)
            #expect(kind { try tree.remove(["a", "link"]) } == .unexpectedKind)
            #expect(kind { try tree.remove(["a"]) } == .unexpectedKind)
            #expect(kind { try tree.remove([]) } == .link)
            #expect(kind { try tree.remove(["a", "none"]) } == .notFound)
            try tree.remove(["a", "C-00000291-1.sys"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(root)/a").sorted() == ["link", "other"])
        }
    }

    @Test func aNameThatIsNotUTF8IsListedAndNeverTakenForAnother() throws {
        try withTree { tree, root in
            let name: [CChar] =
                Array("\(root)/C-00000291-".utf8CString.dropLast()) + [CChar(bitPattern: 0xED)] + ".sys".utf8CString
            let file = open(name, O_WRONLY | O_CREAT, 0o644)
            #expect(file >= 0)
            close(file)
            let listed = try #require(try tree.entries(of: []).first)
            #expect(listed.name == "C-00000291-\u{FFFD}.sys")
            #expect(kind { _ = try tree.facts(of: [listed.name]) } == .notFound)
            #expect(kind { try tree.remove([listed.name]) } == .notFound)
        }
    }
}
