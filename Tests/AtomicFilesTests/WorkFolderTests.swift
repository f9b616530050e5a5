import AtomicFiles
import Foundation
import TestSupport
import Testing

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
            lock = os.open(folder[:-8] + "abcDE9", os.O_RDONLY)
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
}
