import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import AtomicFiles

@Suite("Work folders") struct WorkFolderTests {
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    @Test("what is published stands alone, and nothing is left of the folder")
    func publish() throws {
        try scratch.write("target", "old")
        do {
            let folder = try WorkFolder(in: scratch.path)
            try Data("new".utf8).write(to: URL(fileURLWithPath: folder("part")))
            #expect(try scratch.names().count == 2)
            try folder.publish("part", as: scratch("target"))
        }
        #expect(try scratch.names() == ["target"])
        #expect(try scratch.read("target") == Array("new".utf8))
    }

    @Test("what a killed process leaves is removed by the next one; what a living one holds stays")
    func killed() throws {
        // Another process, with half a file in a folder of its own.
        let script = """
            import fcntl, os, sys, tempfile
            folder = tempfile.mkdtemp(prefix=".unloop-work-", dir=sys.argv[1])
            os.rename(folder, folder[:-8] + "abcDE9")
            lock = os.open(folder[:-8] + "abcDE9/.lock", os.O_RDWR | os.O_CREAT)
            fcntl.flock(lock, fcntl.LOCK_EX)
            open(folder[:-8] + "abcDE9/half", "w").write("half")
            os.write(1, b"ready\\n")
            sys.stdin.read()
            """
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, scratch.path]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        #expect(output.fileHandleForReading.availableData == Data("ready\n".utf8))
        #expect(try scratch.names() == [".unloop-work-abcDE9"])
        WorkFolder.sweep(scratch.path)
        #expect(try scratch.names() == [".unloop-work-abcDE9"])
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try AtomicFile.write(Array("whole".utf8), to: scratch("file"))
        #expect(try scratch.names() == ["file"])
    }

    @Test("folders and files that only look similar stay, and no link is followed")
    func foreign() throws {
        let names = [".unloop-work-abcde", ".unloop-work-abcdefg", ".unloop-work-abc.ef", "unloop-work-abcdef"]
        for name in names { try scratch.write(name + "/file", "x") }
        try scratch.write(".unloop-work-aaaaaa", "a file")
        try FileManager.default.createSymbolicLink(
            atPath: scratch(".unloop-work-bbbbbb"), withDestinationPath: names[0])
        let before = try scratch.names()
        WorkFolder.sweep(scratch.path)
        #expect(try scratch.names() == before)
        for name in names { #expect(try scratch.names(in: name) == ["file"]) }
    }

    @Test("where a mount gives all files to another user, a folder is made, and that user's are not swept")
    func mountWithAnOwner() throws {
        try scratch.write(".unloop-work-abcdef/file", "x")
        do {
            let folder = try WorkFolder(
                in: scratch.path, user: geteuid() &+ 1, lockFile: WorkFolderLock.lockFile)
            #expect(try scratch.names(in: (folder.path as NSString).lastPathComponent) == [".lock"])
        }
        #expect(try scratch.names() == [".unloop-work-abcdef"])
        #expect(try scratch.names(in: ".unloop-work-abcdef") == ["file"])
    }

    @Test("a lock that fails ends it, after few tries at most, and leaves nothing", arguments: [EIO, EWOULDBLOCK])
    func lockFails(number: CInt) throws {
        var calls = 0
        let error = #expect(throws: SystemCallError.self) {
            _ = try WorkFolder(in: scratch.path, user: geteuid()) { _ in
                calls += 1
                return number
            }
        }
        #expect(error?.call == "flock" && error?.number == number)
        #expect(calls == (number == EIO ? 1 : 5))
        #expect(try scratch.names() == [])
    }

    @Test("a folder that another process takes away is made again, a few times at most")
    func takenAway() throws {
        var calls = 0
        func takeAway(_ limit: Int) throws -> WorkFolder {
            calls = 0
            return try WorkFolder(in: scratch.path, user: geteuid()) { _ in
                calls += 1
                if calls <= limit, let name = try? scratch.names().first {
                    try? FileManager.default.removeItem(atPath: scratch(name))
                }
                return 0
            }
        }
        do {
            let folder = try takeAway(2)
            #expect(calls == 3 && FileManager.default.fileExists(atPath: folder.path))
        }
        #expect(throws: SystemCallError.self) { _ = try takeAway(.max) }
        #expect(calls == 5)
        #expect(try scratch.names() == [])
    }

    @Test("a file system without locks gets its folder all the same", arguments: [ENOLCK, EOPNOTSUPP, ENOSYS, EINVAL])
    func noLocks(number: CInt) throws {
        do {
            let folder = try WorkFolder(in: scratch.path, user: geteuid()) { _ in number }
            try Data("new".utf8).write(to: URL(fileURLWithPath: folder("part")))
            try folder.publish("part", as: scratch("target"))
        }
        #expect(try scratch.names() == ["target"])
    }
}

@Suite("Atomic files") struct AtomicFileTests {
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    @Test("an older file keeps its permissions, and whoever has it open keeps its content")
    func replace() throws {
        let path = try scratch.write("file", "old")
        chmod(path, 0o640)
        let old = try #require(FileHandle(forReadingAtPath: path))
        try FileManager.default.createSymbolicLink(atPath: scratch("link"), withDestinationPath: "file")
        try AtomicFile.write(Array("new".utf8), to: scratch("link"))
        #expect(try scratch.names() == ["file", "link"])
        #expect(try scratch.read("file") == Array("new".utf8))
        #expect(try old.readToEnd() == Data("old".utf8))
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
    }

    @Test("what is not a file is written to, and a folder that is not there is told")
    func other() throws {
        try AtomicFile.write([1], to: "/dev/null")
        #expect(throws: (any Error).self) { try AtomicFile.write([1], to: scratch("none/file")) }
        #expect(throws: (any Error).self) { try AtomicFile.write([1], to: scratch.path) }
        #expect(try scratch.names() == [])
    }

    @Test("a link that leads to nothing stays, and so does one that leads in a circle")
    func links() throws {
        let links = [("dangling", "none"), ("far", "none/file"), ("loop", "loop")]
        for (name, target) in links {
            try FileManager.default.createSymbolicLink(atPath: scratch(name), withDestinationPath: target)
            #expect(throws: SystemCallError.self) { try AtomicFile.write([1], to: scratch(name)) }
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch(name)) == target)
        }
        #expect(try scratch.names() == ["dangling", "far", "loop"])
    }

    @Test("a block device is refused", .enabled(if: canMakeBlockDevice, "needs mknod of a block device"))
    func blockDevice() throws {
        // Nobody has this number: where it is opened, the error is another.
        try #require(mknod(scratch("disk"), S_IFBLK | 0o600, 0) == 0)
        #expect(AtomicFile.isBlockDevice(scratch("disk")))
        let error = #expect(throws: SystemCallError.self) { try AtomicFile.write([1], to: scratch("disk")) }
        #expect(error?.call == "write" && error?.number == ENOTSUP)
        #expect(!AtomicFile.isBlockDevice("/dev/null"))
    }
}

private let canMakeBlockDevice: Bool = {
    guard let scratch = try? ScratchFolder() else { return false }
    return mknod(scratch("disk"), S_IFBLK | 0o600, 0) == 0
}()
