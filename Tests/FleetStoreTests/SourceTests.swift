import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import FleetStore

/// The kinds of sources, beside the tools that make them.
@Suite(.enabled(if: Shell.has("mformat", "mcopy", "zip", "zstd", "sgdisk"), "needs mtools, zip, zstd and gdisk"))
struct SourceTests {
    private static let names = (0..<40).map { "2024071\($0 % 10)T100000Z-machine ü-\($0 * 7919 % 100).jsonl" }

    /// An image with a GPT, as a stick has it, and its logs in the order of `names`.
    private func stick(in folder: URL, fat: [String] = ["-F"]) throws -> String {
        let image = folder.appendingPathComponent("stick.img").path
        for (number, name) in Self.names.enumerated() {
            let log = try SampleLog.make(run: "\(number)", started: "2024-07-20T10:00:00Z", serial: "SN-\(number)")
            try folder.write(log, to: "logs/\(name)")
        }
        try Shell.run("truncate", "-s", "96M", image)
        try Shell.run("sgdisk", "-n", "1:2048:+8M", "-c", "1:UNLOOP", "-n", "2:0:0", "-c", "2:UNLOOP-LOG", image)
        let volume = "\(image)@@\(2048 * 512 + (8 << 20))"
        try Shell.run(["mformat", "-i", volume, "-T", "170000", "-v", "UNLOOP-LOG"] + fat + ["::"])
        try Shell.run("mmd", "-i", volume, "::logs", "::logs/2024", "::quarantine")
        try Shell.run(["mcopy", "-i", volume] + Self.names.map { "logs/\($0)" } + ["::logs/2024"], directory: folder)
        return image
    }

    private func files(_ path: String) throws -> [LogFile] {
        let source = try LogSource.open(path)
        var files: [LogFile] = []
        while let file = source.next() { files.append(file) }
        return files
    }

    @Test(arguments: [["-F"], ["-c", "8"], ["-c", "64"]]) func anImageIsReadInItsOrder(fat: [String]) throws {
        try withTemporaryFolder { folder in
            let image = try stick(in: folder, fat: fat)
            let before = try Shell.run("sha256sum", image)
            let files = try files(image)
            #expect(files.map(\.name) == Self.names.map { "logs/2024/\($0)" })
            #expect(files.map(\.order) == Array(0..<40))
            for (file, name) in zip(files, Self.names) {
                #expect(try file.read() == Array(Data(contentsOf: folder.appendingPathComponent("logs/\(name)"))))
            }
            #expect(try Shell.run("sha256sum", image) == before)
        }
    }

    @Test(arguments: ["zstd -q -k", "gzip -k", "xz -k -T1 -0"]) func aCompressedImageIsTheSame(tool: String) throws {
        try withTemporaryFolder { folder in
            let image = try stick(in: folder)
            try Shell.run("sh", "-c", "\(tool) \(image)")
            let packed = try #require(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasPrefix("stick.img.") })
            let files = try files("\(folder.path)/\(packed)")
            #expect(files.map(\.name) == Self.names.map { "logs/2024/\($0)" })
            #expect(
                try files[7].read() == Array(Data(contentsOf: folder.appendingPathComponent("logs/\(Self.names[7])"))))
        }
    }

    @Test func theOtherCopyOfTheTableServes() throws {
        try withTemporaryFolder { folder in
            let image = try stick(in: folder)
            try Shell.run("dd", "if=/dev/zero", "of=\(image)", "bs=512", "count=34", "conv=notrunc")
            #expect(try files(image).count == 40)
        }
    }

    @Test(.enabled(if: getuid() == 0 && access("/dev/loop-control", R_OK) == 0, "needs root and loop devices"))
    func aDeviceIsRead() throws {
        try withTemporaryFolder { folder in
            let image = try stick(in: folder)
            let loop = try Shell.run("losetup", "--find", "--show", "--read-only", image)
                .trimmingCharacters(in: .newlines)
            defer { _ = try? Shell.run("losetup", "--detach", loop) }
            #expect(try LogSource.open(loop).kind == .device)
            #expect(try files(loop).map(\.order) == Array(0..<40))
        }
    }

    @Test func aZipFileIsRead() throws {
        try withTemporaryFolder { folder in
            let image = try stick(in: folder)
            try FileManager.default.moveItem(atPath: image, toPath: "\(folder.path)/logs/a.img")
            try Shell.run("zip", "-q", "-r", "a.zip", "logs", directory: folder)
            let files = try files("\(folder.path)/a.zip")
            #expect(Set(files.map(\.name)) == Set(Self.names.map { "logs/\($0)" } + ["logs/a.img"]))
            for file in files where file.name != "logs/a.img" {
                #expect(try file.read() == Array(Data(contentsOf: folder.appendingPathComponent(file.name))))
                #expect(file.order == nil)
            }
            let nested = try #require(files.first { $0.name == "logs/a.img" })
            #expect(throws: FleetStoreError.self) { try nested.read() }
        }
    }

    /// 70 MB of zeros in 70 KB, a name that leads elsewhere, and an end that is missing.
    @Test func aHostileZipFileIsBounded() throws {
        try withTemporaryFolder { folder in
            let zip = folder.appendingPathComponent("a.zip").path
            try Shell.run(
                "python3", "-c",
                """
                import sys, zipfile
                with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
                    z.writestr('bomb.jsonl', bytes(70_000_000))
                    z.writestr('../../evil.jsonl', 'x')
                    z.writestr('last.jsonl', 'y' * 5000)
                """, zip)
            let whole = try files(zip)
            #expect(whole.map(\.name) == ["bomb.jsonl", "../../evil.jsonl", "last.jsonl"])
            #expect(throws: FleetStoreError.self) { try whole[0].read() }
            #expect(try whole[1].read() == [UInt8(ascii: "x")])
            try Shell.run("truncate", "-s", "1000", zip)
            let cut = try files(zip)
            #expect(cut.contains { (try? $0.read()) == nil })
        }
    }

    @Test func whatIsNoSourceIsNamed() throws {
        func code(_ path: String) -> FleetStoreError.Code? {
            do { _ = try LogSource.open(path) } catch { return error.code }
            return nil
        }
        try withTemporaryFolder { folder in
            #expect(code("\(folder.path)/none") == .sourceNotReadable)
            #expect(code("/dev/null") == .sourceUnknown)
            let text = try folder.write(Array("hello".utf8), to: "hello")
            let damaged = try folder.write([0x28, 0xB5, 0x2F, 0xFD, 9, 9, 9], to: "a.img.zst")
            let empty = try folder.write([UInt8](repeating: 0, count: 1 << 20), to: "a.img")
            #expect(code(text) == .sourceUnknown && code(damaged) == .sourceNotReadable)
            #expect(code(empty) == .sourceUnknown)
        }
    }

    @Test func readingLeavesTheTimeOfAccess() throws {
        try withTemporaryFolder { folder in
            let path = try folder.write(
                try SampleLog.make(run: "a", started: "2024-07-20T10:00:00Z"), to: "logs/a.jsonl")
            try Shell.run("touch", "-a", "-d", "2001-01-01", path, "\(folder.path)/logs")
            try FleetDatabase.inMemory().collect(folder.path)
            #expect(try Shell.run("stat", "-c", "%X", path, "\(folder.path)/logs") == "978307200\n978307200\n")
        }
    }
}
