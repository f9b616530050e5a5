internal import CBlkid
internal import Glibc

/// What libblkid is asked to look for: what a PC's disk or a stick holds today.
///
/// Each of its probes reads what a hostile disk says, and those for systems of old are not all sound: in util-linux 2.38 the
/// one for OCFS 1 copies up to 65,535 bytes of the program's stack into the label, as many as the disk asks for (found by the
/// fuzz target `partitions`), and its pull request 3536 mends a crash of the one for BeFS. What is not in these lists is unknown content.
enum ProbedContents {
    /// File systems, containers and RAID members, in libblkid's words.
    static let superblocks = [
        "ntfs", "BitLocker", "vfat", "exfat", "ReFS", "iso9660", "udf",
        "ext2", "ext3", "ext4", "ext4dev", "jbd", "xfs", "xfs_external_log", "btrfs", "f2fs", "jfs", "reiserfs", "swap",
        "swsuspend", "squashfs", "erofs", "hfs", "hfsplus", "apfs", "VMFS", "VMFS_volume_member",
        "crypto_LUKS", "DM_integrity", "DM_verity_hash", "DM_snapshot_cow", "LVM1_member", "LVM2_member", "bcache",
        "zfs_member",
        "adaptec_raid_member", "ddf_raid_member", "hpt37x_raid_member", "hpt45x_raid_member", "isw_raid_member",
        "jmicron_raid_member", "linux_raid_member", "lsi_mega_raid_member", "nvidia_raid_member",
        "promise_fasttrack_raid_member", "silicon_medley_raid_member", "via_raid_member",
    ]
    /// Partition tables, in libblkid's words.
    static let partitionTables = ["gpt", "PMBR", "dos"]

    /// - Returns: False, when memory is short.
    static func filterSuperblocks(of probe: blkid_probe) -> Bool {
        withNames(superblocks) { blkid_probe_filter_superblocks_type(probe, CInt(BLKID_FLTR_ONLYIN), $0) } == 0
    }

    /// - Returns: False, when memory is short.
    static func filterPartitionTables(of probe: blkid_probe) -> Bool {
        withNames(partitionTables) { blkid_probe_filter_partitions_type(probe, CInt(BLKID_FLTR_ONLYIN), $0) } == 0
    }

    /// libblkid reads the names during the call and keeps none.
    private static func withNames(
        _ names: [String], _ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt
    ) -> CInt {
        var pointers = names.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        return pointers.withUnsafeMutableBufferPointer { $0.baseAddress.map(call) ?? -1 }
    }
}
