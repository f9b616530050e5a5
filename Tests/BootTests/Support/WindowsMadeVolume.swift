import Foundation
import TestSupport
import Testing

/// A volume that Windows itself has made, from the fixtures: the source of a disk with a Windows and the bad file on it.
enum WindowsMadeVolume: String, Sendable, CustomTestStringConvertible {
    /// 7 MiB, left by Windows with an open log of version 1.1.
    case small = "ntfs-forensic/SampleTinyNtfsVolume.zip"
    /// 1021 MiB in clusters of 2 MiB, made by Windows 10; its log is clean and has no records.
    case largeClusters = "ntfs-samples/ntfs-2m.raw.gz"

    var testDescription: String { rawValue }

    /// Makes the disk.
    ///
    /// ntfs-3g, which puts the files there, empties an open log when it mounts; it is put back afterwards. Its records
    /// are about what Windows last did and not about the new files, as after ntfs3 has written to the volume.
    ///
    /// - Parameters:
    ///   - state: options of the fixtures' set_log_state.py.
    func makeDisk(in folder: URL, state: [String]) throws -> MachineDisk {
        guard let fixtures = Fixtures.folder else { throw BenchError("there are no fixtures") }
        let volume = folder.appendingPathComponent("volume").path
        let source = fixtures.appendingPathComponent("real/\(rawValue)").path
        try Shell.run("sh", "-c", unpacking, volume, source, folder.path)
        try Shell.run(
            "sh", "-c", Self.addition, volume,
            Fixtures.packageRoot.appendingPathComponent("scripts/make-demo-disk").path)
        let tool = fixtures.appendingPathComponent("make/set_log_state.py").path
        try Shell.run(["python3", tool, volume, volume + ".state"] + state)
        let disk = folder.appendingPathComponent("windows-made.img").path
        try Shell.run("sh", "-c", Self.assembly, volume + ".state", disk)
        let bad = "Windows/System32/drivers/CrowdStrike/C-00000291-00000000-00000032.sys"
        return try MachineDisk(disk, delete: [bad])
    }

    /// Writes the volume to $0 from the fixture $1; $2 is a folder to work in.
    private var unpacking: String {
        switch self {
        case .small: "python3 -m zipfile -e \"$1\" \"$2\" && mv \"$2\"/SampleTinyNtfsVolume/partition.dd \"$0\""
        // The partition of the disk: from sector 128 on, 2,091,008 sectors.
        case .largeClusters:
            """
            gzip -dc "$1" | dd of="$0" bs=64k iflag=fullblock,skip_bytes skip=65536 conv=sparse status=none &&
            truncate -s $((2091008 * 512)) "$0"
            """
        }
    }

    /// Puts a Windows onto the volume $0 by the program $1, and its log back.
    private static let addition = """
        set -e
        PATH=$PATH:/usr/sbin
        ntfscat -f -i 2 "$0" > "$0.log"
        "$1" --onto "$0"
        ntfscp -f -i "$0" "$0.log" 2
        """

    /// Makes the disk $1 with the volume $0 as its only partition.
    private static let assembly = """
        set -e
        truncate -s $(($(stat -c %s "$0") + (2 << 20))) "$1"
        echo "start=2048, size=$(($(stat -c %s "$0") / 512)), type=7" |
            /usr/sbin/sfdisk -q --no-reread --no-tell-kernel --label dos "$1"
        dd if="$0" of="$1" bs=1M seek=1 conv=notrunc,sparse status=none
        """
}
