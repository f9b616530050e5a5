internal import Diagnostics
internal import LinuxMachine
internal import LinuxSystem

/// Repairs the log partition of a stick that was pulled or lost its power in the middle of a run.
///
/// FAT cannot be changed in one step: what a cut leaves half done (lost clusters, a size that the chain of clusters does
/// not reach, two FATs that differ) the kernel mounts without a word, and builds on. And it never takes away a mark of use
/// that was set before the mount.
struct LogPartitionCheck {
    /// The partition's device.
    let device: String

    /// Has `fsck.fat` repair the partition, if it is marked as in use.
    ///
    /// - Returns: What was done; nil when there was nothing to do. The run goes on in any case: writing the log reports its
    ///   own errors.
    func repair() -> String? {
        guard let sector = try? OpenFile.open(device).readExactly(at: 0, count: 512), Self.isInUse(sector) else {
            return nil
        }
        let before = "stick pulled or without power while it was being written"
        do throws(LinuxError) {
            // What it repairs can look damaged on its next pass: a folder whose cluster was lost first begins at the root,
            // then is removed, then the rest of its long name is.
            for _ in 0..<Self.passes {
                let outcome = try ChildProcess.run("/usr/sbin/fsck.fat", ["-a", device])
                switch outcome.ending {
                // Nothing is wrong (any more); something was, and was repaired (fsck.fat(8)).
                case .exited(0): return "\(before); repaired"
                case .exited(1): continue
                case let ending: return "\(before); repair failed (fsck.fat \(ending)); rewrite the stick"
                }
            }
            return "\(before); could not repair it in \(Self.passes) passes; rewrite the stick after this machine"
        } catch {
            return "\(before); could not be checked: \(error.message)"
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
