import Foundation
import TestSupport

/// A disk with a volume that Windows itself has made and left with an open log (version 1.1), and on it a Windows with
/// the bad file.
///
/// ntfs-3g, which puts the files there, empties the log when it mounts; it is put back afterwards. Its records are about
/// what Windows last did and not about the new files, as after a machine that ntfs3 has written to.
enum WindowsMadeDisk {
    /// - Parameters:
    ///   - state: options of the fixtures' set_log_state.py.
    static func make(in folder: URL, state: [String] = []) throws -> MachineDisk {
        let volume = folder.appendingPathComponent("volume").path
        try Fixtures.unpacked("ntfs-forensic/SampleTinyNtfsVolume.zip") { unpacked in
            let source = unpacked.appendingPathComponent("SampleTinyNtfsVolume/partition.dd").path
            try Shell.run("cp", source, volume)
        }
        let generator = Fixtures.packageRoot.appendingPathComponent("scripts/make-demo-disk").path
        let script = """
            set -e
            PATH=$PATH:/usr/sbin
            ntfscat -f -i 2 "$0" > "$0.log"
            "$1" --onto "$0"
            ntfscp -f -i "$0" "$0.log" 2
            """
        try Shell.run("sh", "-c", script, volume, generator)
        if !state.isEmpty, let tool = Fixtures.folder?.appendingPathComponent("make/set_log_state.py").path {
            let changed = volume + ".changed"
            try Shell.run(["python3", tool, volume, changed] + state)
            try Shell.run("mv", changed, volume)
        }
        let disk = folder.appendingPathComponent("windows-made.img").path
        let assembly = """
            set -e
            truncate -s 16M "$1"
            echo 'start=2048, type=7' | /usr/sbin/sfdisk -q --no-reread --no-tell-kernel --label dos "$1"
            dd if="$0" of="$1" bs=1M seek=1 conv=notrunc,sparse status=none
            """
        try Shell.run("sh", "-c", assembly, volume, disk)
        let bad = "Windows/System32/drivers/CrowdStrike/C-00000291-00000000-00000032.sys"
        return try MachineDisk(disk, delete: [bad])
    }
}
