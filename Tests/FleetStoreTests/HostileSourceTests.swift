import Diagnostics
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FleetStore

/// What strangers' machines and strangers send: every source comes to an end, and nothing in it stays unmentioned.
@Suite(.enabled(if: Shell.has("mformat", "mcopy", "python3", "zstd"), "needs mtools, python3 and zstd"))
struct HostileSourceTests {
    private func log(_ run: String) throws -> [UInt8] { try SampleLog.make(run: run, started: "2024-07-20T10:00:00Z") }

    /// A zip file by Python, which marks names that are not ASCII as UTF-8.
    private func zip(_ files: [String: [UInt8]], to path: String) throws {
        let texts = files.mapValues { String(decoding: $0, as: UTF8.self) }
        try Shell.run(
            "python3", "-c",
            """
            import json, sys, zipfile
            with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
                for name, text in sorted(json.loads(sys.argv[2]).items()): z.writestr(name, text)
            """, path, String(decoding: try JSONEncoder().encode(texts), as: UTF8.self))
    }

    /// An image of a bare volume.
    private func image(_ files: [(name: String, content: [UInt8])], in folder: URL) throws -> String {
        let path = folder.appendingPathComponent("stick.img").path
        try Shell.run("truncate", "-s", "34M", path)
        try Shell.run("mformat", "-i", path, "-F", "-v", "UNLOOP-LOG", "::")
        for file in files {
            let source = try folder.write(file.content, to: "files/\(file.name)")
            try Shell.run("mcopy", "-i", path, source, "::")
        }
        return path
    }

    @Test("Entries of a source are logs, refused or foreign, and none is missing")
    func everyEntryIsCounted() throws {
        try withTemporaryFolder { folder in
            let files: [String: [UInt8]] = [
                "Rückgabe/logs/a.jsonl": try log("a"), "Rückgabe/logs/b.jsonl": try log("b"),
                "東京/c.jsonl": try log("c"), "plain/d.jsonl": try log("d"),
                "plain/unloop.yaml": Array("mode: repair".utf8),
                "Rückgabe/bad.jsonl": Array("{}\n".utf8), "Rückgabe/Bild.img": [1], "plain/._d.jsonl": [1],
            ]
            try zip(files, to: "\(folder.path)/a.zip")
            for (name, content) in files { try folder.write(content, to: "folder/\(name)") }
            for source in ["\(folder.path)/a.zip", "\(folder.path)/folder"] {
                let summary = try #require(try FleetDatabase.inMemory().collect(source).first)
                #expect(summary.entries == files.count, "\(source)")
                #expect(summary.entries == summary.logs + summary.refused.count + summary.foreign, "\(source)")
                #expect(summary.logs == 4 && summary.foreign == 2 && summary.oddities == [], "\(source)")
                #expect(Set(summary.refused.map(\.name)) == ["Rückgabe/bad.jsonl", "Rückgabe/Bild.img"])
            }
        }
    }

    @Test("Names that are not UTF-8 are read, whatever is named by them, and shown with what they hold")
    func namesThatAreNoText() throws {
        try withTemporaryFolder { folder in
            try folder.write(try log("a"), to: "a.jsonl")
            try Shell.run(
                "python3", "-c",
                """
                import os, shutil, sys
                root = os.fsencode(sys.argv[1])
                os.makedirs(root + b"/st\\xfcck/R\\xfcckgabe")
                for name in [b"R\\xfcckgabe/\\xff.jsonl", b"R\\xfcckgabe/\\xe4.txt"]:
                    shutil.copy(root + b"/a.jsonl", root + b"/st\\xfcck/" + name)
                """, folder.path)
            let root = folder.path + PathText.text(Array("/st".utf8) + [0xFC] + Array("ck".utf8))
            let file = root + PathText.text(Array("/R".utf8) + [0xFC] + Array("ckgabe/".utf8) + [0xFF]) + ".jsonl"
            for source in [root, file] {
                let summary = try #require(try FleetDatabase.inMemory().collect(source).first)
                #expect(summary.logs == 1 && summary.refused.isEmpty, "\(summary)")
                #expect(summary.source == PathText.shown(source))
            }
            let found = try LogSource.open(root)
            #expect(found.next()?.name == "R\\xFCckgabe/\\xFF.jsonl")
            let missing = #expect(throws: FleetStoreError.self) { try LogSource.open(root + "/none") }
            #expect(missing?.message.contains("/st\\xFCck/none") == true)
        }
    }

    @Test("A damaged image is read as far as it goes, and what is wrong is named")
    func damagedImage() throws {
        try withTemporaryFolder { folder in
            let path = try image([("a.jsonl", try log("a")), ("b.txt", [1]), ("c.jsonl", try log("c"))], in: folder)
            // The first boot sector lost.
            try Shell.run("dd", "if=/dev/zero", "of=\(path)", "bs=512", "count=1", "conv=notrunc")
            let summary = try #require(try FleetDatabase.inMemory().collect(path).first)
            #expect(summary.logs == 2 && summary.foreign == 1 && summary.entries == 3)
            #expect(summary.oddities.first?.contains("boot sector lost") == true)
        }
    }

    @Test("A log partition that cannot be read is named, and the other one is read", .enabled(if: Shell.has("sfdisk")))
    func unreadablePartition() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder.path)/two.img"
            let source = try folder.write(try log("a"), to: "a.jsonl")
            let table = "label: gpt\\nstart=2048,size=71680,name=UNLOOP-LOG\\nstart=73728,size=71680,name=UNLOOP-LOG\\n"
            try Shell.run("truncate", "-s", "80M", path)
            try Shell.run("sh", "-c", "printf '\(table)' | sfdisk -q \(path)")
            try Shell.run("mformat", "-i", "\(path)@@1M", "-F", "-T", "71680", "-v", "UNLOOP-LOG", "::")
            try Shell.run("mcopy", "-i", "\(path)@@1M", source, "::")
            let summary = try #require(try FleetDatabase.inMemory().collect(path).first)
            #expect(summary.logs == 1 && summary.refused.isEmpty)
            #expect(summary.oddities == ["no FAT file system at byte \(73_728 * 512)"])
        }
    }

    @Test("A compressed image that was cut is read as far as it goes, and the loss is named")
    func cutImage() throws {
        try withTemporaryFolder { folder in
            let noise = (0..<3 << 20).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
            let path = try image([("a.jsonl", try log("a")), ("z.bin", noise)], in: folder)
            try Shell.run("zstd", "-q", "--rm", path)
            let size = try #require(
                FileManager.default.attributesOfItem(atPath: "\(path).zst")[.size] as? Int)
            try Shell.run("truncate", "-s", "\(size - 100)", "\(path).zst")
            let summary = try #require(try FleetDatabase.inMemory().collect("\(path).zst").first)
            #expect(summary.logs == 1 && summary.foreign == 1)
            #expect(summary.refused.count == 1 && summary.refused[0].reason.contains("what comes after is lost"))
        }
    }

    @Test("Many files on one chain are given up when they hold more than the medium")
    func sharedChain() throws {
        try withTemporaryFolder { folder in
            let content = Array(repeating: UInt8(ascii: "\n"), count: 16 << 20)
            let path = try image(
                [("a.jsonl", content)] + (10..<60).map { ("n\($0).jsonl", Array("\n".utf8)) } + [
                    ("z.jsonl", try log("z"))
                ],
                in: folder)
            // Every entry in the root's first cluster leads to the first file.
            try Shell.run(
                "python3", "-c",
                """
                import struct, sys
                with open(sys.argv[1], 'r+b') as f:
                    boot = f.read(512)
                    cluster, reserved, tables = boot[13] * 512, *struct.unpack_from('<HB', boot, 14)
                    root = (reserved + tables * struct.unpack_from('<I', boot, 36)[0]) * 512
                    f.seek(root)
                    data = bytearray(f.read(cluster * 16))
                    first = next(i for i in range(0, len(data), 32) if data[i:i + 1] == b'A' and data[i + 11] == 0x20)
                    for i in range(0, len(data), 32):
                        if data[i:i + 1] == b'N' and data[i + 11] == 0x20: data[i + 20:i + 32] = data[first + 20:first + 32]
                    f.seek(root)
                    f.write(data)
                """, path)
            let source = try LogSource.open(path)
            var total = 0
            while let file = source.next() { total += (try? file.read().count) ?? 0 }
            #expect(total <= 2 * 34 << 20)
            let summary = try #require(try FleetDatabase.inMemory().collect(path).first)
            #expect(summary.refused.contains { $0.reason.contains("the rest is skipped") })
            #expect(summary.oddities.contains { $0.contains("shares cluster") })
            #expect(summary.entries == summary.logs + summary.refused.count + summary.foreign)
        }
    }

    @Test("A zip file that unpacks to a hundred times its size ends, and says so")
    func bomb() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder.path)/bomb.zip"
            try Shell.run(
                "python3", "-c",
                """
                import sys, zipfile
                with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
                    for n in range(5): z.writestr(f'{n}.jsonl', b'\\n' * 60_000_000)
                """, path)
            let summary = try #require(try FleetDatabase.inMemory().collect(path).first)
            #expect(summary.logs == 0 && summary.refused.count == 3)
            #expect(summary.refused[0].reason.contains("over the limit of 1048576 lines"))
            #expect(summary.refused[2].reason.contains("the rest is skipped"))
        }
    }

    @Test("An image of a few kilobytes does not fill the disk")
    func bigImage() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder.path)/a.img.zst"
            try Shell.run("sh", "-c", "head -c 400000000 /dev/zero | tr '\\0' x | zstd -q > \(path)")
            let error = #expect(throws: FleetStoreError.self) { try LogSource.open(path) }
            #expect(error?.code == .sourceTooLarge)
        }
    }

    @Test("One bad source costs itself")
    func nextSource() throws {
        try withTemporaryFolder { folder in
            var disk = [UInt8](repeating: 0, count: 1 << 20)
            disk.replaceSubrange(512..<520, with: Array("EFI PART".utf8))
            disk.replaceSubrange(512 + 72..<512 + 88, with: [2, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 128, 0, 0, 0])
            disk.replaceSubrange(1024..<1040, with: [UInt8](repeating: 1, count: 16))
            disk.replaceSubrange(1056..<1072, with: [34, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8))
            let bad = try folder.write(disk, to: "bad.img")
            let good = try folder.write(try log("a"), to: "good/a.jsonl")
            #expect(throws: FleetStoreError.self) { try LogSource.open(bad) }
            #expect(try FleetDatabase.inMemory().collect(good).first?.logs == 1)
        }
    }
}
