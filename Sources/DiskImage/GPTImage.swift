internal import CFdisk
public import Diagnostics
public import DiskFormats
internal import Glibc

/// A GUID partition table in an image file, written by libfdisk in process.
public struct GPTImage: Sendable {
    /// The identity of the whole disk.
    public let diskGUID: GUID
    /// The length of the disk in sectors of 512 bytes, both tables included.
    public let sectorCount: Int64
    /// The partitions, numbered from 1 in this order.
    public let partitions: [PartitionSpec]

    /// A table for a disk of `sectorCount` sectors.
    public init(diskGUID: GUID, sectorCount: Int64, partitions: [PartitionSpec]) {
        self.diskGUID = diskGUID
        self.sectorCount = sectorCount
        self.partitions = partitions
    }

    /// Writes both copies of the table and the protective MBR into the file at `path`, which is created or extended to
    /// the disk's length. The first 440 bytes, where BIOS boot code lies, and all that lies between the two copies stay
    /// as they are.
    ///
    /// - Throws: `DiskImageError`.
    public func write(to path: String) throws(DiskImageError) {
        try ImageFile(path).extend(to: sectorCount * 512)
        guard let context = fdisk_new_context() else { throw failure(path, "fdisk_new_context", -ENOMEM) }
        defer { fdisk_unref_context(context) }
        fdisk_disable_dialogs(context, 1)
        try check(fdisk_save_user_sector_size(context, 512, 512), path, "fdisk_save_user_sector_size")
        try check(fdisk_assign_device(context, path, 0), path, "fdisk_assign_device")
        defer { fdisk_deassign_device(context, 1) }
        fdisk_enable_bootbits_protection(context, 1)
        try check(fdisk_create_disklabel(context, "gpt"), path, "fdisk_create_disklabel")
        try check(
            fdisk_set_disklabel_id_from_string(context, "\(diskGUID)"), path, "fdisk_set_disklabel_id_from_string")
        for (index, partition) in partitions.enumerated() { try add(partition, number: index, to: context, path) }
        try check(fdisk_write_disklabel(context), path, "fdisk_write_disklabel")
    }

    private func add(
        _ spec: PartitionSpec, number: Int, to context: OpaquePointer, _ path: String
    ) throws(DiskImageError) {
        guard spec.start >= 0, spec.size > 0, spec.name.utf16.count <= 36 else {
            throw DiskImageError(
                .invalidInput,
                "partition \(number + 1) of \(path) (\(spec.name)): give it a start, a size above 0 and a name of at most 36 units"
            )
        }
        guard let entry = fdisk_new_partition(), let type = fdisk_new_unknown_parttype(0, "\(spec.type)") else {
            throw failure(path, "fdisk_new_partition", -ENOMEM)
        }
        defer {
            fdisk_unref_partition(entry)
            fdisk_unref_parttype(type)
        }
        let object = "\(path), partition \(number + 1) (\(spec.name))"
        try check(fdisk_partition_set_partno(entry, number), object, "fdisk_partition_set_partno")
        try check(fdisk_partition_set_type(entry, type), object, "fdisk_partition_set_type")
        try check(fdisk_partition_set_name(entry, spec.name), object, "fdisk_partition_set_name")
        try check(fdisk_partition_set_uuid(entry, "\(spec.guid)"), object, "fdisk_partition_set_uuid")
        try check(fdisk_partition_set_start(entry, UInt64(spec.start)), object, "fdisk_partition_set_start")
        try check(fdisk_partition_set_size(entry, UInt64(spec.size)), object, "fdisk_partition_set_size")
        // Without this, libfdisk rounds the size to its grain of 1 MiB.
        try check(fdisk_partition_size_explicit(entry, 1), object, "fdisk_partition_size_explicit")
        try check(fdisk_add_partition(context, entry, nil), object, "fdisk_add_partition")
        try check(
            fdisk_gpt_set_partition_attrs(context, number, spec.attributes), object, "fdisk_gpt_set_partition_attrs")
    }

    private func check(_ result: CInt, _ object: String, _ call: String) throws(DiskImageError) {
        if result < 0 { throw failure(object, call, result) }
    }

    private func failure(_ object: String, _ call: String, _ result: CInt) -> DiskImageError {
        DiskImageError(
            .partitionTable,
            "\(object): \(call): \(String(cString: strerror(-result))); check that partitions neither overlap nor reach "
                + "beyond the first 34 or last 33 sectors of \(sectorCount)")
    }
}
