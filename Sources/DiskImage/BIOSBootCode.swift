public import Diagnostics

/// What a legacy BIOS needs to start GRUB from a disk: the boot sector's code and the core that it loads.
///
/// Both are patched as grub-bios-setup patches them. The offsets are those of GRUB's `include/grub/i386/pc/boot.h` and
/// `grub-core/boot/i386/pc/{boot,diskboot}.S`:
///
/// | where | offset | bytes | holds |
/// |---|---|---|---|
/// | boot.img | 0x5C | 8 | sector of the core's first sector (diskboot.img) |
/// | boot.img | 0x66 | 2 | a jump over the repair of a wrong drive number; two NOPs switch the repair on |
/// | core | 0x1F4 | 8 | sector of the core's second sector |
/// | core | 0x1FC | 2 | sectors to load from there; the field before this list is zero, which ends it |
/// | core | 0x1FE | 2 | segment to load them to, 0x820 |
///
/// grub-bios-setup also fills the room behind the core with Reed-Solomon redundancy, against programs that write between
/// partitions; here the core has a partition of its own, and grub-mkimage's redundancy of zero bytes stays.
public struct BIOSBootCode: Sendable {
    /// The 512 bytes of `boot.img`.
    public let bootSector: [UInt8]
    /// GRUB's core for booting from a disk, as `GRUBBIOSImage.diskCore` makes it.
    public let core: [UInt8]

    /// The parts as GRUB's package and grub-mkimage give them.
    ///
    /// - Throws: `DiskImageError` when a part does not look like what it should be.
    public init(bootSector: [UInt8], core: [UInt8]) throws(DiskImageError) {
        guard bootSector.count == 512, bootSector[510...] == [0x55, 0xAA] else {
            throw DiskImageError(
                .invalidInput, "GRUB's boot.img is not a boot sector of 512 bytes; unpack grub-pc-bin again")
        }
        guard core.count > 1024, (core.count - 1) / 512 <= UInt16.max else {
            throw DiskImageError(
                .invalidInput, "GRUB's core of \(core.count) bytes is not a disk core; make it for i386-pc")
        }
        self.bootSector = bootSector
        self.core = core
    }

    /// The length of the core in sectors of 512 bytes.
    public var coreSectorCount: Int64 { Int64((core.count + 511) / 512) }

    /// The first 440 bytes of the disk, for a core that starts at the given sector. The rest of that sector belongs to
    /// the partition table.
    public func bootCode(coreStart: Int64) -> [UInt8] {
        var code = Array(bootSector.prefix(440))
        code.replaceSubrange(0x5C..<0x64, with: Self.littleEndian(UInt64(coreStart)))
        code.replaceSubrange(0x66..<0x68, with: [0x90, 0x90])
        return code
    }

    /// The core in whole sectors, for the place where it starts.
    public func placedCore(coreStart: Int64) -> [UInt8] {
        var placed = core + [UInt8](repeating: 0, count: Int(coreSectorCount) * 512 - core.count)
        placed.replaceSubrange(0x1F4..<0x1FC, with: Self.littleEndian(UInt64(coreStart + 1)))
        placed.replaceSubrange(0x1FC..<0x1FE, with: Self.littleEndian(UInt16(coreSectorCount - 1)))
        placed.replaceSubrange(0x1FE..<0x200, with: Self.littleEndian(UInt16(0x820)))
        return placed
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
