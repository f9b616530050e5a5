import Diagnostics
import Glibc
import LinuxSystem
import Testing
import Vocabulary

@Suite struct DirectoryTests {
    @Test func listsNamesAndKinds() throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/file", "x")
            try Mount.makeDirectory("\(folder)/folder")
            symlink("file", "\(folder)/link")
            mkfifo("\(folder)/pipe", 0o600)
            let entries = try Directory.open(folder).entries().sorted { $0.name < $1.name }
            #expect(
                entries == [
                    DirectoryEntry(name: "file", kind: .file), DirectoryEntry(name: "folder", kind: .directory),
                    DirectoryEntry(name: "link", kind: .symlink), DirectoryEntry(name: "pipe", kind: .other),
                ])
        }
    }

    @Test func listsTwiceTheSame() throws {
        try withTemporaryFolder { folder in
            for number in 0..<3_000 {
                try writeFile("\(folder)/a rather long name, so that buffers fill \(number)", "")
            }
            let directory = try Directory.open(folder)
            let first = try directory.entries()
            #expect(Set(first).count == 3_000)
            #expect(try directory.entries() == first)
            #expect(failure { _ = try directory.entries(limit: 2_999) }?.code == .tooLarge)
        }
    }

    @Test func findsNamesInAnyCaseExactOnesFirst() throws {
        try withTemporaryFolder { folder in
            for name in ["drivers", "Drivers", "DRIVERS", "drivers2"] { try writeFile("\(folder)/\(name)", "") }
            let directory = try Directory.open(folder)
            #expect(try directory.entries(named: "Drivers").map(\.name) == ["Drivers", "DRIVERS", "drivers"])
            #expect(try directory.entries(named: "dRIVERS").map(\.name) == ["DRIVERS", "Drivers", "drivers"])
            #expect(try directory.entries(named: "driver").isEmpty)
        }
    }

    @Test func opensFilesAndFoldersBelow() throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/a/b/file", "content")
            let file = try Directory.open(folder).directory("a").directory("b").file("file")
            #expect(try file.readAll(limit: 100) == Array("content".utf8))
            #expect(file.path == "\(folder)/a/b/file")
        }
    }

    @Test func followsNoLink() throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/target/file", "x")
            symlink("target", "\(folder)/folder-link")
            symlink("target/file", "\(folder)/file-link")
            symlink("/etc/passwd", "\(folder)/outside")
            let directory = try Directory.open(folder)
            #expect(failure { _ = try directory.directory("folder-link") }?.code == .unsafePath)
            #expect(failure { _ = try directory.file("file-link") }?.code == .unsafePath)
            #expect(failure { _ = try directory.file("outside") }?.code == .unsafePath)
            #expect(try directory.status(of: "folder-link").kind == .symlink)
        }
    }

    @Test(arguments: ["", ".", "..", "a/b", "/etc", "a\0b"])
    func takesOneComponentOnly(_ name: String) throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/a/b", "x")
            let directory = try Directory.open("\(folder)/a")
            #expect(failure { _ = try directory.directory(FileName(name)) }?.code == .unsafePath)
            #expect(failure { _ = try directory.file(FileName(name)) }?.code == .unsafePath)
            #expect(failure { try directory.remove(FileName(name)) }?.code == .unsafePath)
            #expect(failure { _ = try directory.status(of: FileName(name)) }?.code == .unsafePath)
        }
    }

    @Test func crossesNoMountPoint() throws {
        let error = try #require(failure { _ = try Directory.open("/").directory("proc") })
        #expect(error.code == .unsafePath)
        #expect(error.errorNumber == EXDEV)
    }

    @Test(.timeLimit(.minutes(1))) func refusesWhatIsNoFile() throws {
        try withTemporaryFolder { folder in
            mkfifo("\(folder)/pipe", 0o600)
            try Mount.makeDirectory("\(folder)/folder")
            let directory = try Directory.open(folder)
            #expect(failure { _ = try directory.file("pipe") }?.code == .wrongKind)
            #expect(failure { _ = try directory.file("folder") }?.code == .wrongKind)
            #expect(failure { _ = try directory.file("absent") }?.code == .notFound)
        }
    }

    @Test func findsNamesThatAreNotUTF8Again() throws {
        try withTemporaryFolder { folder in
            let name = FileName(bytes: [0x43, 0xFF, 0xED, 0xA0, 0x80])
            let path = (Array("\(folder)/".utf8) + name.bytes + [0]).map { CChar(bitPattern: $0) }
            close(creat(path, 0o600))
            let directory = try Directory.open(folder)
            #expect(try directory.entries() == [DirectoryEntry(name: name, kind: .file)])
            #expect(try directory.status(of: name).kind == .file)
            try directory.remove(name)
            #expect(try directory.entries().isEmpty)
        }
    }

    @Test func removesFilesAndLinksButNoFolders() throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/file", "x")
            symlink("file", "\(folder)/link")
            try Mount.makeDirectory("\(folder)/folder")
            let directory = try Directory.open(folder)
            try directory.remove("link")
            #expect(try directory.status(of: "file").size == 1)
            try directory.remove("file")
            try directory.sync()
            #expect(failure { try directory.remove("file") }?.code == .notFound)
            #expect(failure { try directory.remove("folder") }?.code == .wrongKind)
        }
    }

    @Test func tellsTheStatus() throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/file", [UInt8](repeating: 0, count: 1234))
            link("\(folder)/file", "\(folder)/second name")
            // 2024-07-19 05:27:00.5 UTC
            var times = [timespec(tv_sec: 0, tv_nsec: 0), timespec(tv_sec: 1_721_366_820, tv_nsec: 500_000_000)]
            utimensat(AT_FDCWD, "\(folder)/file", &times, 0)
            let status = try Directory.open(folder).status(of: "file")
            #expect(status.kind == .file)
            #expect(status.size == 1234)
            #expect(status.modifiedNanoseconds == 1_721_366_820_500_000_000)
            #expect(status.linkCount == 2)
            #expect(try Directory.open(folder).status(of: "second name").inode == status.inode)
        }
    }
}
