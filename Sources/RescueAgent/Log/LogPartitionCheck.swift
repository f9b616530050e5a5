internal import LinuxSystem

/// Mends the log partition of a stick that was pulled or lost its power in the middle of a run.
///
/// FAT cannot be changed in one step: what a cut leaves half done (lost clusters, a size that the chain of clusters does
/// not reach, two FATs that differ) the kernel mounts without a word, and builds on. And a mark of use that is there
/// before the mount it never takes away again.
struct LogPartitionCheck {
    /// The partition's device.
    let device: String

    /// Has `fsck.fat` mend the partition, if it is marked as in use.
    ///
    /// - Returns: what was done; nil when there was nothing to do. The run goes on in any case: the log's own errors are
    ///   told when it is written.
    func mend() -> String? {
        guard let sector = try? OpenFile.open(device).readExactly(at: 0, count: 512), Self.isInUse(sector) else {
            return nil
        }
        do throws(LinuxError) {
            let outcome = try ChildProcess.run("/usr/sbin/fsck.fat", ["-a", device])
            // 0 without and 1 with something that was mended (fsck.fat(8)).
            switch outcome.ending {
            case .exited(0), .exited(1):
                return "the stick was pulled or lost power in an earlier run; it is sound again"
            case let ending: return "the stick was pulled or lost power in an earlier run, and fsck.fat \(ending)"
            }
        } catch {
            return "the stick was pulled or lost power in an earlier run, and cannot be checked: \(error.message)"
        }
    }

    /// Whether a boot sector carries the mark that Linux and Windows set while a volume is mounted: bit 0 of the reserved
    /// byte after the drive number (Microsoft FAT specification 1.03, section 3.3; `fat_set_state` in fs/fat/inode.c).
    static func isInUse(_ sector: [UInt8]) -> Bool {
        guard sector.count >= 90, sector[0] == 0xEB || sector[0] == 0xE9 else { return false }
        if sector[82..<87].elementsEqual("FAT32".utf8) { return sector[65] & 1 != 0 }
        return sector[54..<58].elementsEqual("FAT1".utf8) && sector[37] & 1 != 0
    }
}
