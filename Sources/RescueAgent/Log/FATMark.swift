/// The mark that a FAT file system has while it is mounted for writing, and keeps when it was not unmounted.
struct FATMark: Equatable {
    /// Whether the mark is set.
    let isDirty: Bool

    /// Reads the mark from the first sector of a volume; one without a boot signature has none.
    ///
    /// The byte is one that Microsoft's specification reserves for Windows (FAT: General Overview of On-Disk Format 1.03,
    /// `BS_Reserved1`), at offset 65 on FAT32 and 37 on FAT12 and FAT16; bit 0 is the mark (fs/fat/inode.c in Linux). A
    /// volume is FAT32 if the 16-bit size of its FAT, at offset 22, is 0.
    init(_ sector: [UInt8]) {
        guard sector.count >= 512, sector[510] == 0x55, sector[511] == 0xAA else {
            isDirty = false
            return
        }
        let isFAT32 = sector[22] == 0 && sector[23] == 0
        isDirty = sector[isFAT32 ? 65 : 37] & 1 != 0
    }
}
