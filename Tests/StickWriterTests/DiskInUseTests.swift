import Diagnostics
import Foundation
import LinuxSystem
import TestSupport
import Testing

@testable import StickWriter

/// Which disk a path leads to, and what uses it, on real devices of the kernel.
@Suite("Disks in use", .serialized, .enabled(if: LoopDevice.isUsable, "needs root and loop devices"))
struct DiskInUseTests {
    @Test(
        "two loop devices on one file are one: what one is mounted for, the other is in use for",
        .enabled(if: Shell.has("mkfs.ext4"), "needs e2fsprogs"))
    func shared() throws {
        try withTemporaryFolder { folder in
            try LoopDevice.with(folder, size: 64 << 20) { first in
                // Another name of the same file, and the first one is gone.
                let other = folder.appendingPathComponent("other.img").path
                try FileManager.default.linkItem(atPath: first.file, toPath: other)
                try FileManager.default.removeItem(atPath: first.file)
                try Shell.run("mkfs.ext4", "-q", "-F", first.path)
                try LoopDevice.with(file: other) { second in
                    let name = (first.path as NSString).lastPathComponent
                    #expect(second.candidate()?.refusals == [.held(by: name), .notRemovable])
                    let target = folder.appendingPathComponent("mounted").path
                    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
                    try Shell.run("mount", first.path, target)
                    defer { _ = try? Shell.run("umount", target) }
                    #expect(second.candidate()?.refusals.contains(.mounted(folder: target)) == true)
                }
            }
        }
    }

    @Test("a loop device over a disk is in use for what the disk is in use for, and is no use of itself")
    func overDevice() throws {
        try withTemporaryFolder { folder in
            try LoopDevice.with(folder, size: 64 << 20) { below in
                try LoopDevice.with(file: below.path) { above in
                    #expect(above.candidate()?.refusals == [.notRemovable])
                    let name = (above.path as NSString).lastPathComponent
                    #expect(below.candidate()?.refusals == [.held(by: name), .notRemovable])
                    try Shell.run("mkfs.ext4", "-q", "-F", below.path)
                    let target = folder.appendingPathComponent("mounted").path
                    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
                    try Shell.run("mount", below.path, target)
                    defer { _ = try? Shell.run("umount", target) }
                    #expect(above.candidate()?.refusals == [.mounted(folder: target), .notRemovable])
                }
            }
        }
    }

    @Test("another disk behind the path of an open one, or other content on it, is told before anything is written")
    func changed() throws {
        try withTemporaryFolder { folder in
            try LoopDevice.with(folder, size: 64 << 20, name: "a.img") { first in
                try LoopDevice.with(folder, size: 64 << 20, name: "b.img") { second in
                    let device = try #require(first.candidate()).device
                    let other = try #require(second.candidate()).device
                    do {
                        let disk = try ConfirmedDisk(device)
                        try disk.check()
                        try Shell.run("dd", "if=/dev/urandom", "of=\(first.file)", "bs=4k", "count=1", "conv=notrunc")
                        #expect(throws: StickWriterError.self) { try disk.check() }
                    }
                    // The device was taken apart and shows another file; its name and size are the same.
                    try Shell.run("losetup", "--detach", first.path)
                    let third = folder.appendingPathComponent("c.img").path
                    try Shell.run("truncate", "--size", "\(64 << 20)", third)
                    try Shell.run("losetup", first.path, third)
                    #expect((#expect(throws: StickWriterError.self) { try ConfirmedDisk(device) })?.code == .changed)
                    // A path that leads to another device.
                    let disk = try ConfirmedDisk(other)
                    let kept = second.path + ".kept"
                    try FileManager.default.moveItem(atPath: second.path, toPath: kept)
                    defer { _ = try? Shell.run("mv", "--force", "--no-target-directory", kept, second.path) }
                    try FileManager.default.createSymbolicLink(atPath: second.path, withDestinationPath: first.path)
                    #expect((#expect(throws: StickWriterError.self) { try disk.check() })?.code == .changed)
                    #expect((#expect(throws: StickWriterError.self) { try ConfirmedDisk(other) })?.code == .changed)
                    try FileManager.default.removeItem(atPath: second.path)
                    #expect(
                        (#expect(throws: StickWriterError.self) { try disk.check() })?.code == .deviceFailed)
                }
            }
        }
    }

    @Test("a mount far down a long table counts", .enabled(if: Shell.has("mkfs.ext4"), "needs e2fsprogs"))
    func longTable() throws {
        try withTemporaryFolder { folder in
            try LoopDevice.with(folder, size: 64 << 20) { loop in
                try Shell.run("mkfs.ext4", "-q", "-F", loop.path)
                // 700 lines of about 150 bytes.
                let many = folder.appendingPathComponent("many").path
                let script = """
                    mkdir "$0" && mount -t tmpfs tmpfs "$0" && cd "$0" || exit
                    name=$(printf '%060d' 0)
                    for number in $(seq 700); do mkdir $name$number; mount -t tmpfs tmpfs $name$number || exit; done
                    mkdir disk && mount "$1" disk
                    """
                defer { _ = try? Shell.run("umount", "--recursive", many) }
                try Shell.run("sh", "-c", script, many, loop.path)
                #expect(loop.candidate()?.refusals == [.mounted(folder: "\(many)/disk"), .notRemovable])
            }
        }
    }
}
