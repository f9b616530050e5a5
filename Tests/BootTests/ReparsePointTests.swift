import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab
import Vocabulary

/// Bad files whose content is elsewhere: files, not links, although they bear a reparse point.
@Suite("Reparse points", .needsImage, .needs(.bios), .needsDiskTools)
struct ReparsePointTests {
    private static let bad = "Windows/System32/drivers/CrowdStrike/C-00000291-00000000-00000032.sys"
    /// Of CompactOS and of deduplication (Microsoft, MS-FSCC section 2.1.2.1).
    private static let tags = ["80000017", "80000013"]

    @Test("a bad file that CompactOS has compressed or deduplication has taken apart is removed by its name, unread")
    func contentElsewhere() async throws {
        try await Bench.with { bench in
            let images = try Self.tags.map { tag in
                let image = try BrokenDisk.own("base-gpt").make(in: bench.folder).images[0]
                let copy = bench.folder.appendingPathComponent("\(tag).img").path
                try DiskComparison.copy(image, to: copy)
                try Self.setTag(tag, of: Self.bad, on: copy, in: bench.folder)
                return copy
            }
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.usbStick(stick)] + images.map { .nvme($0) }, "unloop.then=poweroff"))
            #expect(page.outcome == "repaired")
            let log = try #require(try bench.content(of: stick).logs.first)
            #expect(log.removedPaths == [Self.bad, Self.bad])
            #expect(log.matches.filter { $0.path == Self.bad }.map(\.sha256) == [nil, nil])
            #expect(log.notes(NoteCode.noCopy.rawValue).count == 2)
        }
    }

    /// Gives a file of `C:` a reparse point, as ntfs-3g writes it.
    private static func setTag(_ tag: String, of file: String, on image: String, in folder: URL) throws {
        let partition = try #require(try PartitionTable(of: image).partitions.first { $0.number == 3 })
        let volume = folder.appendingPathComponent("\(tag).ntfs").path
        try DiskComparison.extract(image, offset: partition.start, size: partition.size, to: volume)
        let program = """
            import os, struct, subprocess, sys
            volume, file, tag = sys.argv[1:]
            os.mkdir(volume + '.mounted')
            server = subprocess.Popen(['ntfs-3g', '-o', 'no_detach', volume, volume + '.mounted'])
            path = os.path.join(volume + '.mounted', file)
            while not os.path.exists(path) and server.poll() is None: pass
            content = struct.pack('<4I', 1, 2, 1, 0)
            point = struct.pack('<IHH', int(tag, 16), len(content), 0) + content
            os.setxattr(path, b'system.ntfs_reparse_data', point)
            subprocess.run(['umount', volume + '.mounted'], check=True)
            server.wait()
            """
        try Shell.run("python3", "-c", program, volume, file, tag)
        try Shell.run(
            "dd", "if=\(volume)", "of=\(image)", "bs=512", "seek=\(partition.start / 512)", "conv=notrunc",
            "status=none")
    }
}
