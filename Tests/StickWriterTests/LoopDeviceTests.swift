import Diagnostics
import DiskFormats
import DiskImage
import Foundation
import LinuxSystem
import TestSupport
import Testing
import Vocabulary

@testable import StickWriter

/// Real block devices of the kernel, looked at with other people's tools.
@Suite("Sticks on loop devices", .serialized, .enabled(if: LoopDevice.isUsable, "needs root and loop devices"))
struct LoopDeviceTests {
    private let mebibyte: Int64 = 1 << 20

    @Test(
        "written, verified and grown; sgdisk and fsck.vfat find nothing to say",
        .enabled(
            if: SampleStick.needsTools && Shell.has("sgdisk", "sfdisk", "fsck.vfat"), "needs gdisk, fdisk, dosfstools"),
        arguments: [300 << 20, 200 << 20 + 5 * 512] as [Int64])
    func whole(size: Int64) throws {
        try withTemporaryFolder { folder in
            let image = try StickImage(SampleStick.image(in: folder))
            var additions = StickAdditions()
            additions.label = "Ward \"7\""
            try additions.add(Array("open sesame".utf8), of: "/x/Schlüssel.txt", to: "keys")
            try LoopDevice.with(folder, size: size) { loop in
                let disk = try OpenDisk(loop.path)
                let stick = try PreparedStick(image, size: disk.size, additions: additions)
                let report = StickWriter(stick, to: disk).run()
                #expect(report.outcome == .written, "\(String(describing: report.problem))")
                #expect(report.bytesWritten < 12 << 20)
                let check = try Shell.run("sgdisk", "-v", loop.path)
                #expect(check.contains("No problems found"), "\(check)")
                try expectContents(of: loop, size: disk.size, folder: folder)
            }
        }
    }

    private func expectContents(of loop: LoopDevice, size: Int64, folder: URL) throws {
        let table = try GUIDPartitionTable.read(FileBytes(loop.path), policy: .strict)
        #expect(table.diskGUID == SampleStick.diskGUID)
        #expect(table.partitions.map(\.name) == ["BIOS boot", "UNLOOP", "UNLOOP-LOG"])
        let log = try #require(table.partitions.last)
        #expect(log.guid == SampleStick.logGUID)
        // It ends on the last whole MiB that leaves room for the backup table.
        let end = (log.start + log.size) * 512
        #expect(end % mebibyte == 0)
        #expect(end <= size - 33 * 512 && end > size - 33 * 512 - mebibyte)
        for partition in table.partitions.dropFirst() {
            let volume = folder.appendingPathComponent("volume").path
            try Shell.run(
                "dd", "if=\(loop.path)", "of=\(volume)", "bs=1M", "skip=\(partition.start / 2048)",
                "count=\(partition.size / 2048)", "conv=sparse", "status=none")
            let said = try Shell.run("fsck.vfat", "-n", volume)
            #expect(!said.contains("Dirty") && said.split(separator: "\n").count == 2, "\(said)")
            try FileManager.default.removeItem(atPath: volume)
        }
        // mtools asks a device, but not a file, for its geometry.
        let volume = "\(loop.file)@@\(log.start * 512)"
        #expect(try Shell.run("mtype", "-i", volume, "::/keys/Schl_ssel.txt") == "open sesame")
        #expect(
            try Shell.run("mtype", "-i", volume, "::/unloop.yaml")
                == "then: wait  # or\r\nlabel: \"Ward \\\"7\\\"\"  # a site\r\n")
        let names = try Shell.run("mdir", "-b", "-i", volume, "::/").split(separator: "\n")
        #expect(
            Set(names) == ["::/keys/", "::/logs/", "::/quarantine/", "::/remedies/", "::/README.TXT", "::/unloop.yaml"])
        let kernel = folder.appendingPathComponent("kernel").path
        try Shell.run("mcopy", "-n", "-i", "\(loop.file)@@\(2 * mebibyte)", "::/unloop/vmlinuz", kernel)
        #expect(try Data(contentsOf: URL(fileURLWithPath: kernel)) == Data(SampleStick.kernel))
    }

    @Test(
        "the list knows a new stick, one with logs, and an incomplete one",
        .enabled(if: SampleStick.needsTools, "needs mtools"))
    func list() throws {
        try withTemporaryFolder { folder in
            let image = try StickImage(SampleStick.image(in: folder))
            try LoopDevice.with(folder, size: 200 << 20) { loop in
                #expect(loop.candidate()?.content == "nothing known")
                var disk: OpenDisk? = try OpenDisk(loop.path)
                let stick = try PreparedStick(image, size: 200 << 20, additions: StickAdditions())
                #expect(StickWriter(stick, to: try #require(disk)).run().outcome == .written)
                #expect(loop.candidate()?.content == "Unloop stick, build \(SampleStick.build)")
                let log = "\(loop.file)@@\(image.logPartition.start * 512)"
                try Shell.run("mcopy", "-i", log, "/etc/hostname", "::/logs/a.jsonl")
                try Shell.run("blockdev", "--flushbufs", loop.path)
                #expect(loop.candidate()?.content == "Unloop stick, build \(SampleStick.build), 1 log")
                #expect(
                    StickWriter(stick, to: try #require(disk), isInterrupted: { true }).run().problem?.code
                        == .interrupted)
                #expect(loop.candidate()?.content == "incomplete Unloop stick")
                disk = nil
                try Shell.run("mkfs.ext4", "-q", "-F", "-L", "DATA", loop.path)
                #expect(loop.candidate()?.content == "ext4 DATA")
            }
        }
    }

    @Test(
        "what is read back wrong is told, with the device's own bytes changed in between",
        .enabled(if: SampleStick.needsTools, "needs mtools"))
    func corrupted() throws {
        try withTemporaryFolder { folder in
            let image = try StickImage(SampleStick.image(in: folder))
            try LoopDevice.with(folder, size: 128 << 20) { loop in
                let disk = try OpenDisk(loop.path)
                let stick = try PreparedStick(image, size: disk.size, additions: StickAdditions())
                let range = try #require(stick.plan.body.last)
                let place = range.upperBound - 1000
                let report = StickWriter(stick, to: disk, isInterrupted: { false }) { progress in
                    guard progress.phase == .writing, progress.done == progress.total else { return }
                    let file = FileHandle(forWritingAtPath: loop.file)
                    try? file?.seek(toOffset: UInt64(place))
                    try? file?.write(contentsOf: Data([0xFF]))
                    try? file?.synchronize()
                }.run()
                #expect(report.outcome == .incomplete)
                #expect(report.problem?.message.contains("from byte \(place) on") == true, "\(report)")
            }
        }
    }

    @Test(
        "a mounted disk is refused, by the list and by the kernel",
        .enabled(if: Shell.has("mkfs.ext4"), "needs e2fsprogs"))
    func mounted() throws {
        try withTemporaryFolder { folder in
            try LoopDevice.with(folder, size: 64 << 20) { loop in
                try Shell.run("mkfs.ext4", "-q", "-F", loop.path)
                let target = folder.appendingPathComponent("mounted").path
                try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
                try Shell.run("mount", loop.path, target)
                defer { _ = try? Shell.run("umount", target) }
                #expect(loop.candidate()?.refusals == [.mounted(folder: target), .notRemovable])
                #expect(throws: StickWriterError.self) { try OpenDisk(loop.path) }
            }
        }
    }

    @Test("read-only, too small and large-sectored disks are refused")
    func refused() throws {
        try withTemporaryFolder { folder in
            try LoopDevice.with(folder, size: 64 << 20, name: "ro.img", "--read-only") { loop in
                #expect(loop.candidate()?.refusals.contains(.readOnly) == true)
                #expect(throws: StickWriterError.self) { try OpenDisk(loop.path) }
            }
            try LoopDevice.with(folder, size: 64 << 20, name: "small.img") { loop in
                #expect(loop.candidate(needed: 65 << 20)?.refusals == [.tooSmall(needed: 65 << 20), .notRemovable])
            }
            try LoopDevice.with(folder, size: 64 << 20, name: "large.img", "--sector-size", "4096") { loop in
                #expect(loop.candidate()?.refusals == [.largeSectors(4096), .notRemovable])
            }
        }
    }

    @Test("the disk of the running system is refused")
    func systemDisk() throws {
        let system = try StickCandidate.all(needed: 0).filter {
            $0.refusals.contains { if case .systemDisk = $0 { true } else { false } }
        }
        #expect(!system.isEmpty, "the root file system is on no disk that could be found")
        #expect(system.allSatisfy { $0.refusals.count == 1 })
        // The kernel's own refusal, which needs no writing.
        for disk in system { #expect(throws: StickWriterError.self) { try OpenDisk(disk.device.path) } }
    }
}

@Suite("Images", .enabled(if: SampleStick.needsTools, "needs dosfstools and mtools"))
struct StickImageTests {
    @Test(
        "the same inputs give the same bytes; a compressed image is the same one",
        .enabled(if: Shell.has("zstd"), "needs zstd"))
    func reproducible() throws {
        try withTemporaryFolder { folder in
            let path = try SampleStick.image(in: folder)
            try Shell.run("zstd", "-q", path, "-o", path + ".zst")
            var additions = StickAdditions()
            additions.label = "x"
            let sticks = try [path, path + ".zst", path].map {
                try PreparedStick(try StickImage($0), size: 100 << 20, additions: additions)
            }
            #expect(Set(sticks.map { "\($0.bodyDigests)\($0.sealDigests)\($0.plan)" }).count == 1)
            #expect(try StickImage(path + ".zst").build == SampleStick.build)
        }
    }

    @Test("what is no image is told", .enabled(if: Shell.has("zstd"), "needs zstd"))
    func foreign() throws {
        try withTemporaryFolder { folder in
            let path = try SampleStick.image(in: folder)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            func expect(_ code: StickWriterError.Code, _ content: Data?) throws {
                let file = folder.appendingPathComponent("other")
                if let content { try content.write(to: file) }
                let name = content == nil ? "/nonexistent" : file.path
                #expect((#expect(throws: StickWriterError.self) { try StickImage(name) })?.code == code)
            }
            try expect(.fileAccess, nil)
            try expect(.imageInvalid, Data())
            try expect(.imageInvalid, whole.prefix(1 << 20))
            try expect(.imageInvalid, whole.prefix(4 << 20))
            var renamed = whole
            renamed[1024 + 128 + 56] = 0x58
            try expect(.imageInvalid, renamed)
            try Shell.run("zstd", "-q", path, "-o", path + ".zst")
            let packed = try Data(contentsOf: URL(fileURLWithPath: path + ".zst"))
            try expect(.imageInvalid, packed.prefix(packed.count / 2))
            #expect((#expect(throws: StickWriterError.self) { try StickImage(folder.path) })?.code == .imageInvalid)
        }
    }

    @Test("a stick that is too small, and labels that cannot be")
    func refused() throws {
        try withTemporaryFolder { folder in
            let image = try StickImage(SampleStick.image(in: folder))
            let smallest = PreparedStick.smallestSize(for: image)
            let error = #expect(throws: StickWriterError.self) {
                try PreparedStick(image, size: smallest - 512, additions: StickAdditions())
            }
            #expect(error?.code == .tooSmall)
            _ = try PreparedStick(image, size: smallest, additions: StickAdditions())
            for label in ["a\nb", "a\u{7}b"] {
                var additions = StickAdditions()
                additions.label = label
                let error = #expect(throws: StickWriterError.self) {
                    try PreparedStick(image, size: 100 << 20, additions: additions)
                }
                #expect(error?.code == .contentInvalid)
            }
        }
    }
}
