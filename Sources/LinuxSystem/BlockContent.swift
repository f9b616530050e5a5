internal import CBlkid
internal import CLinux
public import Diagnostics
internal import Glibc

/// What is on a block device, or in an image file: recognised by its content through libblkid, never by its place.
public struct BlockContent: Equatable, Sendable {
    /// libblkid's word for the file system, container or RAID member: `ntfs`, `BitLocker`, `vfat`, `isw_raid_member`.
    public var type: String?
    /// `filesystem`, `raid`, `crypto` or `other`.
    public var usage: String?
    /// The volume's label.
    public var label: String?
    /// The volume's own identifier, as its file system writes it (NTFS: 16 hexadecimal digits).
    public var uuid: String?
    /// When the device holds a partition table: `gpt` or `dos`.
    public var partitionTable: String?
    /// The partition table's identifier.
    public var partitionTableUUID: String?
    /// When the device is a partition: its GUID in the table, in lower case; on MBR disks the disk's id and `-01`.
    public var partitionUUID: String?
    /// The partition's name in a GPT.
    public var partitionName: String?
    /// The partition's type: a GUID in lower case, or `0x7` on MBR disks.
    public var partitionType: String?
    /// Signatures of several contents were found, so that none of them can be believed: `type` is nil.
    public var isAmbivalent = false

    /// Nothing recognised.
    public init() {}

    /// Looks at a device or an image file; nothing is written.
    ///
    /// - Throws: `LinuxError`, when the device cannot be opened or read. Recognising nothing is not an error.
    public static func of(_ path: String) throws(LinuxError) -> BlockContent {
        let file = try OpenFile.open(path)
        guard let probe = blkid_new_probe() else {
            throw LinuxError(.noSpace, "\(path): out of memory; use a machine with more memory")
        }
        defer { blkid_free_probe(probe) }
        if blkid_probe_set_device(probe, file.descriptor.number, 0, 0) != 0 {
            throw LinuxError(call: "blkid_probe_set_device", object: path)
        }
        blkid_probe_enable_superblocks(probe, 1)
        guard ProbedContents.filterSuperblocks(of: probe) else {
            throw LinuxError(.noSpace, "\(path): out of memory; use a machine with more memory")
        }
        let superblocks =
            BLKID_SUBLKS_LABEL | BLKID_SUBLKS_UUID | BLKID_SUBLKS_TYPE | BLKID_SUBLKS_USAGE | BLKID_SUBLKS_MAGIC
        blkid_probe_set_superblocks_flags(probe, CInt(superblocks))
        blkid_probe_enable_partitions(probe, 1)
        guard ProbedContents.filterPartitionTables(of: probe) else {
            throw LinuxError(.noSpace, "\(path): out of memory; use a machine with more memory")
        }
        blkid_probe_set_partitions_flags(probe, CInt(BLKID_PARTS_ENTRY_DETAILS))

        errno = 0
        var content = BlockContent()
        let result = blkid_do_safeprobe(probe)
        switch (result, errno) {
        case (0, _), (1, _): break
        // Two superblocks: -2 up to util-linux 2.40; 2.41 answers -1, its word for errors, and sets no errno. Where reading
        // fails the kernel gave a number, and libblkid keeps it.
        case (-2, _), (-1, 0): content.isAmbivalent = true
        case (_, let number):
            throw LinuxError(call: "blkid_do_safeprobe", object: path, number: number == 0 ? EIO : number)
        }
        content.fill { name in
            var value: UnsafePointer<CChar>?
            var length = 0
            guard blkid_probe_lookup_value(probe, name, &value, &length) == 0, let value, length > 1 else { return nil }
            return String(cString: value)
        }
        return content
    }

    private mutating func fill(from value: (String) -> String?) {
        type = isAmbivalent ? nil : value("TYPE")
        usage = isAmbivalent ? nil : value("USAGE")
        label = value("LABEL")
        uuid = value("UUID")
        partitionTable = value("PTTYPE")
        partitionTableUUID = value("PTUUID")
        partitionUUID = value("PART_ENTRY_UUID")
        partitionName = value("PART_ENTRY_NAME")
        partitionType = value("PART_ENTRY_TYPE")
    }
}
