public import Diagnostics

/// GRUB for legacy BIOS (i386-pc), put together by grub-mkimage from the modules of an unpacked `grub-pc-bin`.
///
/// A core finds the rest by the configuration that is embedded in it, so it depends neither on the number of the disk
/// nor on its place among others. For a FAT volume:
///
///     search --no-floppy --fs-uuid --set=root 1234-ABCD
///     configfile /boot/grub/grub.cfg
///
/// Every module that the configurations use must be named: nothing can be loaded later.
public struct GRUBBIOSImage: Sendable {
    /// The folder with the modules and `boot.img`: `…/usr/lib/grub/i386-pc`.
    public let modulesDirectory: String
    /// How grub-mkimage is run: its name or path, or a longer command. It should be of the same release as the modules.
    public let mkimage: [String]

    /// Images from the modules in a folder.
    public init(modulesDirectory: String, mkimage: [String] = ["grub-mkimage"]) {
        self.modulesDirectory = modulesDirectory
        self.mkimage = mkimage
    }

    /// What is needed to boot from a disk: the boot sector and a core with `biosdisk`, the two partition tables and FAT.
    public func disk(configuration: String, modules: [String]) throws(DiskImageError) -> BIOSBootCode {
        let core = try image(
            "i386-pc", prefix: "/boot/grub", configuration, ["biosdisk", "part_gpt", "part_msdos", "fat"] + modules)
        return try BIOSBootCode(bootSector: ImageFile.contents(of: "\(modulesDirectory)/boot.img"), core: core)
    }

    /// The El Torito boot image of a CD or hybrid ISO.
    public func optical(configuration: String, modules: [String]) throws(DiskImageError) -> [UInt8] {
        let base = ["biosdisk", "iso9660", "part_gpt", "part_msdos"]
        return try image("i386-pc-eltorito", prefix: "/boot/grub", configuration, base + modules)
    }

    /// The boot sector for an ISO that is written raw to a stick (`boot_hybrid.img`); xorriso places the El Torito
    /// image's address in it.
    public func hybridBootSector() throws(DiskImageError) -> [UInt8] {
        try ImageFile.contents(of: "\(modulesDirectory)/boot_hybrid.img")
    }

    /// The network boot program that a PXE ROM loads by TFTP; `(pxe)` is the server that it came from.
    public func network(configuration: String, modules: [String]) throws(DiskImageError) -> [UInt8] {
        try image("i386-pc-pxe", prefix: "(pxe)/grub", configuration, ["pxe", "tftp"] + modules)
    }

    private func image(
        _ format: String, prefix: String, _ configuration: String, _ modules: [String]
    ) throws(DiskImageError) -> [UInt8] {
        let staging = try TemporaryDirectory()
        let early = try staging.file("early.cfg", Array(configuration.utf8))
        let output = "\(staging.path)/image"
        var unique: [String] = []
        for module in modules where !unique.contains(module) { unique.append(module) }
        try Tool(command: mkimage, package: "grub-common").run(
            [
                "-O", format, "-d", TemporaryDirectory.absolute(modulesDirectory), "-p", prefix, "-c", early, "-o",
                output,
            ] + unique, timestamp: 0)
        return try ImageFile.contents(of: output)
    }
}
