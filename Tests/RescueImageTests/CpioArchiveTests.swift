internal import Archives
internal import DebianPackages
import Diagnostics
internal import HostPrograms
internal import TestSupport
internal import Testing
import Vocabulary

@testable internal import RescueImage

@Suite("The initramfs archive")
struct CpioArchiveTests {
    @Test("Every byte of a device, a file and a link")
    func exactBytes() throws {
        let bytes = try CpioArchive.write([
            .directory("dev"), .device("dev/console", 0o600, 5, 1), .file("etc", bytes: Array("hi".utf8)),
            .symbolicLink("bin", "usr/bin"),
        ])
        /// Magic; then eight digits each: inode, mode, uid, gid, links, time, size, device (2), rdevice (2), name size, check.
        func header(
            _ inode: String, _ mode: String, _ size: String, _ device: String, _ name: String, links: String = "1"
        ) -> String {
            func field(_ text: String) -> String { String(repeating: "0", count: 8 - text.count) + text }
            let major = device.isEmpty ? "0" : String(device.prefix(1))
            let minor = device.isEmpty ? "0" : String(device.suffix(1))
            let fields = [inode, mode, "0", "0", links, "0", size, "0", "0", major, minor]
            let length = String(name.utf8.count + 1, radix: 16)
            let text = "070701" + fields.map(field).joined() + field(length) + field("0") + name + "\0"
            return padded(text)
        }
        func padded(_ text: String) -> String {
            text + String(repeating: "\0", count: (4 - text.utf8.count % 4) % 4)
        }
        let expected =
            header("1", "41ed", "0", "", "dev") + header("2", "2180", "0", "51", "dev/console")
            + header("3", "81a4", "2", "", "etc") + padded("hi") + header("4", "a1ff", "7", "", "bin")
            + padded("usr/bin")
            + header("0", "0", "0", "", "TRAILER!!!")
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test("Folders come before what is in them, each path once")
    func order() throws {
        var tree = InitramfsTree()
        try tree.add(.file("usr/lib/b", bytes: [1]))
        try tree.add(.file("usr/lib-x", bytes: [2]))
        try tree.add(.file("usr/lib/b", bytes: [1]))
        #expect(tree.entries.map(\.path) == ["usr", "usr/lib", "usr/lib-x", "usr/lib/b"])
    }

    @Test("Two things at one path, and a file where a folder must be, are refused", arguments: ["etc/a", "etc/a/b"])
    func conflicts(path: String) {
        let entries: [InitramfsEntry] = [.file("etc/a", bytes: [1]), .file(path, bytes: [2])]
        let error = #expect(throws: RescueImageError.self) { try Self.tree(entries) }
        #expect(error?.code == .template)
    }

    private static func tree(_ entries: [InitramfsEntry]) throws -> InitramfsTree {
        var tree = InitramfsTree()
        for entry in entries { try tree.add(entry) }
        return tree
    }

    @Test("The modules' archive comes first and uncompressed, the rest begins at a multiple of four bytes")
    func twoParts() throws {
        var system = InitramfsTree()
        try system.add(.file("init", 0o755, bytes: Array("#!".utf8)))
        var modules = InitramfsTree()
        try modules.add(.file("usr/lib/modules/1/a.ko.xz", bytes: [1, 2, 3]))
        let bytes = try Initramfs(system: system, modules: modules).write()
        let plain = try CpioArchive.write(modules.entries)
        #expect(bytes.starts(with: plain))
        let start = (plain.count + 3) / 4 * 4
        // Zstandard's magic number (RFC 8878, section 3.1.1).
        #expect(bytes[start..<start + 4] == [0x28, 0xb5, 0x2f, 0xfd])
    }

    @Test("A damaged cache of the compressed part is not used")
    func damagedCache() throws {
        let scratch = try ScratchFolder()
        var system = InitramfsTree()
        try system.add(.file("init", 0o755, bytes: Array("#!".utf8)))
        let initramfs = Initramfs(system: system, modules: InitramfsTree())
        let cache = ContentCache(folder: scratch.path)
        let first = try initramfs.write(cache: cache)
        let names = try HostProgram.run(["ls", scratch.path]).text.split(separator: "\n")
        #expect(names.count == 1)
        let file = "\(scratch.path)/\(names[0])/system"
        var kept = try HostFile.read(file)
        #expect(Array(kept.dropFirst(32)) == Array(first.suffix(kept.count - 32)))
        kept[kept.count - 1] ^= 1
        try HostFile.write(kept, to: file)
        #expect(try initramfs.write(cache: cache) == first)
        #expect(try HostFile.read(file) != kept)
    }
}

@Suite(
    "The initramfs archive against cpio",
    .enabled(
        if: HostProgram.find("cpio") != nil && HostProgram.find("zstd") != nil, "needs cpio and zstd"))
struct CpioInteropTests {
    @Test("cpio lists what went in")
    func listing() throws {
        let archive = try CpioArchive.write(
            [.directory("dev"), .device("dev/console", 0o600, 5, 1), .file("init", 0o755, bytes: [1, 2, 3])],
            .zstd(level: 3))
        let plain = try HostProgram.run(["zstd", "-d", "-c"], input: archive).standardOutput
        let listing = try HostProgram.run(["cpio", "-itvn", "--quiet"], input: plain).text
        let words = listing.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(words.map(\.first) == ["drwxr-xr-x", "crw-------", "-rwxr-xr-x"])
        #expect(words.map(\.last) == ["dev", "dev/console", "init"])
        #expect(words[1].contains("5,"))
    }
}
