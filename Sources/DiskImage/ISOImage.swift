public import Diagnostics
public import DiskFormats
internal import Glibc
public import Vocabulary

/// An ISO 9660 image, made by xorriso, that boots as a CD and when it is written raw to a stick, by UEFI and by BIOS.
///
/// The files lie in the ISO file system; UEFI's first loader lies in a small FAT volume behind it, which the CD's boot
/// catalogue and the stick's partition table both name. The loader's configuration finds the rest in the ISO file system
/// with `search --file` or `search --fs-uuid`, so that nothing big is there twice.
///
/// That configuration (`EFI/debian/grub.cfg` for Debian's signed GRUB) belongs into both file systems: started from a
/// stick, GRUB has the FAT volume for its root, started from a CD the ISO file system (measured with GRUB 2.12 and OVMF).
public struct ISOImage: Sendable {
    /// What a legacy BIOS starts from.
    public struct BIOSBoot: Sendable {
        /// The El Torito image (`GRUBBIOSImage.optical`).
        public let optical: [UInt8]
        /// The boot sector for a stick (`GRUBBIOSImage.hybridBootSector`).
        public let hybridBootSector: [UInt8]

        /// The two parts.
        public init(optical: [UInt8], hybridBootSector: [UInt8]) {
            self.optical = optical
            self.hybridBootSector = hybridBootSector
        }
    }

    /// The files of the ISO file system.
    public var files: [FATFile]
    /// The files of the FAT volume that UEFI boots from.
    public var espFiles: [FATFile]
    /// The FAT volume's serial number.
    public var espSerial: UInt32
    /// GRUB for legacy BIOS; an ISO without it boots by UEFI only.
    public var biosBoot: BIOSBoot?
    /// The name of the ISO file system: at most 32 of A-Z, 0-9 and underscore.
    public var volumeID: String
    /// The GUID of the disk that the ISO is when written to a stick.
    public var diskGUID: GUID
    /// Unix seconds stamped on every file and on the volume; `fileSystemUUID` is made from it.
    public var timestamp: Int64

    /// An ISO image with these files.
    public init(
        files: [FATFile], espFiles: [FATFile], espSerial: UInt32, biosBoot: BIOSBoot?,
        volumeID: String = StickName.bootPartition,
        diskGUID: GUID, timestamp: Int64
    ) {
        self.files = files
        self.espFiles = espFiles
        self.espSerial = espSerial
        self.biosBoot = biosBoot
        self.volumeID = volumeID
        self.diskGUID = diskGUID
        self.timestamp = timestamp
    }

    /// Writes the image to `path`. It grows in a folder beside it, and takes its name when it is whole.
    ///
    /// - Throws: `DiskImageError`; then `path` is what it was before.
    public func write(to path: String) throws(DiskImageError) {
        let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".utf8)
        guard (1...32).contains(volumeID.utf8.count), volumeID.utf8.allSatisfy(letters.contains) else {
            throw DiskImageError(
                .invalidInput, "\"\(volumeID)\" cannot name an ISO volume; use 1 to 32 of A-Z, 0-9 and underscore")
        }
        let staging = try TemporaryDirectory()
        let esp = "\(staging.path)/esp.img"
        try FATVolume(
            label: "UNLOOP-EFI", serial: espSerial, size: try FATVolume.minimumSize(for: espFiles, width: .fat16),
            files: espFiles, width: .fat16
        ).write(to: esp, at: 0, timestamp: timestamp)

        try DiskImageError.publishing(path) { temporary throws(DiskImageError) in
            try Tool.xorriso.run(arguments(to: temporary, esp: esp, staging: staging), timestamp: timestamp)
        }
    }

    private func arguments(
        to output: String, esp: String, staging: TemporaryDirectory
    ) throws(DiskImageError) -> [String] {
        let date = fileSystemUUID.replacing("-", with: "")
        // Who owns the sources and what their modes are must not show; names keep their case by Rock Ridge and Joliet.
        var arguments = [
            "-as", "mkisofs", "-quiet", "-o", output, "-V", volumeID, "-A", StickName.bootPartition, "-p",
            StickName.bootPartition, "-publisher", StickName.bootPartition, "-R", "-J", "-joliet-long", "-uid", "0",
            "-gid", "0", "-file-mode", "0444", "-dir-mode", "0555",
            "--set_all_file_dates", date, "--modification-date=\(date)",
            // On a stick: a GPT, and an active MBR entry for BIOSes that boot nothing without one.
            "--gpt_disk_guid", "\(diskGUID)".lowercased(), "-partition_offset", "16", "-partition_cyl_align", "off",
            "-append_partition", "2", "\(PartitionType.system)".lowercased(), esp, "-appended_part_as_gpt",
        ]
        var entries = try FileTree(files: files, directories: []).files
        if let biosBoot {
            let optical = "boot/grub/i386-pc/eltorito.img"
            entries.append(FATFile(path: optical, content: .bytes(biosBoot.optical)))
            arguments += [
                "--grub2-mbr", try staging.file("hybrid", biosBoot.hybridBootSector), "--mbr-force-bootable",
                "-c", "boot/boot.cat", "-b", optical, "-no-emul-boot", "-boot-load-size", "4", "-boot-info-table",
                "--grub2-boot-info", "-eltorito-alt-boot",
            ]
        } else {
            arguments += ["-c", "boot/boot.cat"]
        }
        arguments += ["-e", "--interval:appended_partition_2:all::", "-no-emul-boot", "-graft-points"]
        for (index, file) in entries.enumerated() {
            let source = try staging.source(of: file.content, name: "\(index)")
            arguments.append("\(Self.escaped("/" + file.path))=\(Self.escaped(source))")
        }
        return arguments
    }

    /// In a graft point, `=` separates and a backslash makes the next character an ordinary one.
    private static func escaped(_ path: String) -> String {
        path.replacing("\\", with: "\\\\").replacing("=", with: "\\=")
    }
}
