internal import DiskFormats
internal import DiskImage
internal import RunSettings
internal import Vocabulary

/// Writes the forms of an image: stick, ISO, network tree. All carry the same kernel, initramfs, loaders and menu.
struct BootMedia {
    let identity: ImageIdentity
    let loaders: BootFiles
    let menu: BootMenu
    let kernel: [UInt8]
    let initramfs: [UInt8]
    /// GRUB for BIOS.
    let bios: GRUBBIOSImage
    /// Unix seconds stamped on every file.
    let timestamp: Int64

    /// Where UEFI's signed GRUB, whose prefix is fixed, looks for its configuration.
    private static let signedConfiguration = "EFI/debian/grub.cfg"
    private static let configuration = "boot/grub/grub.cfg"

    /// A disk image for a stick, with room for logs in MiB.
    func writeStick(to path: String, logSize: Int) throws {
        let configuration = GRUBConfiguration(menu: menu, folder: "/unloop").menu(for: .stick)
        var files = try loaderFiles() + systemFiles(below: "unloop/")
        for place in [Self.signedConfiguration, Self.configuration] { files.append(Self.text(place, configuration)) }
        let serial = FATVolume.serialText(identity.bootSerial)
        let core = try bios.disk(
            configuration: "search --no-floppy --fs-uuid --set=root \(serial)\nconfigfile /\(Self.configuration)\n",
            modules: GRUBConfiguration.biosModules)
        try USBImage(
            bootFiles: files,
            logFiles: [
                Self.text("README.TXT", Self.logReadme), Self.text(StickName.settings, SettingsFile.template),
            ],
            logDirectories: StickName.Folder.allCases.map(\.rawValue),
            diskGUID: identity.diskGUID, bootGUID: identity.bootGUID, logGUID: identity.logGUID,
            bootSerial: identity.bootSerial, logSerial: identity.logSerial, biosBoot: core, timestamp: timestamp,
            logSize: Int64(logSize) << 20
        ).write(to: path)
    }

    /// A hybrid ISO. The loaders are in its ISO file system too, for tools that copy its files to a FAT stick.
    func writeOptical(to path: String) throws {
        let configuration = GRUBConfiguration(menu: menu, folder: "/unloop").menu(for: .optical)
        let search = GRUBConfiguration.search(marker: "/" + identity.marker, configuration: "/" + Self.configuration)
        let espFiles = try loaderFiles() + [Self.text(Self.signedConfiguration, search)]
        try ISOImage(
            files: espFiles + systemFiles(below: "unloop/") + [Self.text(Self.configuration, configuration)],
            espFiles: espFiles, espSerial: identity.opticalSerial,
            biosBoot: ISOImage.BIOSBoot(
                optical: try bios.optical(configuration: search, modules: GRUBConfiguration.biosModules),
                hybridBootSector: try bios.hybridBootSector()),
            diskGUID: identity.opticalDiskGUID, timestamp: timestamp
        ).write(to: path)
    }

    /// A folder for a TFTP server, on x86-64: `bootx64.efi` for UEFI, `grub/i386-pc/core.0` for BIOS.
    func writeNetworkTree(to folder: String) throws {
        let configuration = GRUBConfiguration(menu: menu, folder: "").menu(for: .network)
        let core = try bios.network(
            configuration: "configfile (pxe)/grub/grub.cfg\n", modules: GRUBConfiguration.biosModules)
        let loaderFiles = try loaders.networkFiles.map { try $0.file.bytes() }
        let contents = loaderFiles + [Array(configuration.utf8), core, kernel, initramfs]
        try HostFile.replaceFolder(folder, with: zip(networkNames, contents).map { ($0, $1) })
    }

    /// Fails if something that no build made lies where the network tree goes.
    func refuseForeignFiles(in folder: String) throws(RescueImageError) {
        try HostFile.refuseForeignFiles(in: folder, but: networkNames)
    }

    private var networkNames: [String] {
        let core = "grub/\(loaders.architecture.grubForBIOS)/core.0"
        return loaders.networkFiles.map(\.path) + ["grub/grub.cfg", core, "vmlinuz", "initrd"]
    }

    private func loaderFiles() throws -> [FATFile] {
        try loaders.mediumFiles.map { FATFile(path: $0.path, content: .bytes(try $0.file.bytes())) }
    }

    private func systemFiles(below folder: String) -> [FATFile] {
        [
            FATFile(path: folder + "vmlinuz", content: .bytes(kernel)),
            FATFile(path: folder + "initrd", content: .bytes(initramfs)),
            FATFile(path: identity.marker, content: .bytes([])),
        ]
    }

    private static func text(_ path: String, _ text: String) -> FATFile {
        FATFile(path: path, content: .bytes(Array(text.utf8)))
    }

    /// For whoever opens the stick on another computer; CR LF for old editors.
    private static let logReadme = [
        "UNLOOP-LOG: what the rescue system did, and what it should do.", "",
        "logs        a record of every run: .txt to read, .jsonl for programs",
        "quarantine  copies of the files that were removed",
        "keys        BitLocker recovery keys for the rescue system",
        "remedies    more remedies for the rescue system; it uses those that unloop.yaml names",
        "unloop.yaml what the rescue system may do; edit it with any text editor", "",
    ].joined(separator: "\r\n")
}
