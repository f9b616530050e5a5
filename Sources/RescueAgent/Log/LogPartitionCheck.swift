internal import Diagnostics
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
        let before = "the stick was pulled or lost power while it was written"
        do throws(LinuxError) {
            // What it mends can be new damage to its next look: of a folder whose cluster was lost it first makes one that
            // begins at the root, then removes that, then the rest of its long name.
            for _ in 0..<Self.passes {
                let outcome = try ChildProcess.run("/usr/sbin/fsck.fat", ["-a", device])
                switch outcome.ending {
                // Nothing is wrong (any more); something was, and was mended (fsck.fat(8)).
                case .exited(0): return "\(before); it is sound again"
                case .exited(1): continue
                case let ending: return "\(before), and fsck.fat \(ending)"
                }
            }
            return "\(before), and fsck.fat finds no end of what is wrong; write it anew after this machine"
        } catch {
            return "\(before), and cannot be checked: \(error.message)"
        }
    }

    private static let passes = 6

    /// Whether a boot sector carries the mark that Linux and Windows set while a volume is mounted: bit 0 of the reserved
    /// byte after the drive number (Microsoft FAT specification 1.03, section 3.3; `fat_set_state` in fs/fat/inode.c).
    static func isInUse(_ sector: [UInt8]) -> Bool {
        guard sector.count >= 90, sector[0] == 0xEB || sector[0] == 0xE9 else { return false }
        if sector[82..<87].elementsEqual("FAT32".utf8) { return sector[65] & 1 != 0 }
        return sector[54..<58].elementsEqual("FAT1".utf8) && sector[37] & 1 != 0
    }
}
