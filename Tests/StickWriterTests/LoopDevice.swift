import Foundation
import LinuxSystem
import StickWriter
import TestSupport

/// A loop device of the kernel over a file, released at the end.
struct LoopDevice {
    let path: String
    let file: String

    static let isUsable = getuid() == 0 && Shell.has("losetup") && access("/dev/loop-control", W_OK) == 0
    static let missing = "needs root and loop devices"

    /// Gives a loop device of that size to `body`.
    static func with<Result>(
        _ folder: URL, size: Int64, name: String = "stick.img", _ options: String...,
        body: (LoopDevice) throws -> Result
    ) throws -> Result {
        let file = folder.appendingPathComponent(name).path
        try Shell.run("truncate", "--size", "\(size)", file)
        return try with(file: file, options, body: body)
    }

    /// Gives a loop device over a file or device that is there to `body`.
    static func with<Result>(
        file: String, _ options: [String] = [], body: (LoopDevice) throws -> Result
    ) throws -> Result {
        let output = try Shell.run(["losetup", "--find", "--show"] + options + [file])
        let path = output.trimmingCharacters(in: .whitespacesAndNewlines)
        defer { _ = try? Shell.run("losetup", "--detach", path) }
        return try body(LoopDevice(path: path, file: file))
    }

    /// What the list says of it.
    func candidate(needed: Int64 = 1 << 20) -> StickCandidate? {
        (try? StickCandidate.all(needed: needed))?.first { $0.device.path == path }
    }
}
