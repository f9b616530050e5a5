internal import DebianPackages
internal import Digests
internal import Foundation
internal import HostPrograms
internal import TestSupport
internal import Testing

@testable internal import RescueImage

/// Progress that nobody sees.
private struct Silence: BuildProgress {
    func step<Result>(_ title: String, _ body: () throws -> Result) throws -> Result { try body() }
    func detail(_ text: String) {}
}

/// The shipped template, built from the packages of this host's mirror, with a program of the host as the agent.
///
/// `UNLOOP_CACHE` names the folder that keeps packages between runs.
@Suite("The shipped image", .enabled(if: hasMirror, "needs a Debian mirror in the host's apt sources"), .serialized)
struct RescueImageBuildTests {
    static let cache =
        ProcessInfo.processInfo.environment["UNLOOP_CACHE"] ?? NSHomeDirectory() + "/.cache/unloop"

    /// Modules by name that the issue of the image asks for; what Debian builds into its kernel (fuse, cbc, ecb, virtio_pci) is
    /// not among them; the template's list of required modules has those too.
    static let wantedModules = [
        "nvme", "vmd", "ahci", "ata_piix", "megaraid_sas", "megaraid_mbox", "mpt3sas", "mpi3mr", "hpsa", "smartpqi",
        "aacraid", "arcmsr", "raid0", "raid1", "raid10", "raid456", "sdhci-pci", "sdhci-acpi", "mmc_block",
        "ufshcd-pci", "usb-storage", "uas", "virtio_blk", "virtio_scsi", "virtio_net", "virtio-gpu",
        "hv_storvsc", "hv_netvsc", "hyperv-keyboard", "hid-hyperv", "hyperv_drm", "vmw_pvscsi", "vmxnet3", "vmwgfx",
        "xen-blkfront", "xen-netfront", "xhci-pci", "ehci-pci", "ohci-pci", "uhci-hcd", "usbhid", "hid-generic",
        "hid-multitouch", "i2c-hid-acpi", "intel-lpss-pci", "surface_aggregator", "surface_hid", "surface_kbd",
        "hid-lenovo", "hid-logitech-dj", "hid-logitech-hidpp", "e1000e", "igb", "igc", "ixgbe", "i40e", "ice", "r8169",
        "r8152", "tg3", "bnxt_en", "bnx2x", "mlx4_en", "mlx5_core", "atlantic", "ntfs3", "vfat", "exfat", "isofs",
        "udf",
        "dm-mod", "dm-crypt", "dm-zero", "dm-snapshot", "loop", "xts", "aesni-intel", "nls_utf8",
        "nls_iso8859-1", "nls_cp437", "efivarfs", "ast", "mgag200", "bochs",
    ]

    private static func build(_ output: String, cache: String, lock: String? = nil, template: String? = nil) throws
        -> RescueImageBuilder.Result
    {
        var options = BuildOptions(
            templateDirectory: template ?? ImageTemplateTests.shippedFolder, outputDirectory: output,
            cacheDirectory: cache, agentPath: "/usr/bin/env")
        options.lockPath = lock
        return try RescueImageBuilder(options, progress: Silence()).build()
    }

    @Test("Every wanted module, program and remedy is in it, and all is there that manifest and lock promise")
    func content() throws {
        let scratch = try ScratchFolder()
        let result = try Self.build(scratch.path, cache: Self.cache)
        #expect(result.kernelAndInitramfsSize <= 42_000_000)
        let manifest = try JSONDecoder().decode(
            Manifest.self, from: Data(try HostFile.read(scratch.path + "/manifest.json")))
        let modules = Set(
            manifest.image.map(\.path).filter { $0.hasSuffix(".ko.xz") }.map(ModuleTables.name(ofPath:)))
        let absent = Self.wantedModules.filter { !modules.contains(ModuleTables.canonical($0)) }
        #expect(absent == [])
        let paths = Set(manifest.image.map(\.path))
        for path in [
            "init", "usr/sbin/cryptsetup", "usr/bin/ntfs-3g", "usr/sbin/mdadm", "usr/bin/busybox", "usr/bin/kmod",
            "etc/unloop/image.yaml", "etc/unloop/remedies/crowdstrike-291.yaml",
        ] { #expect(paths.contains(path), "\(path)") }
        for output in manifest.outputs {
            let (digest, size) = try HostFile.hash("\(scratch.path)/\(output.path)")
            #expect("\(digest)" == output.sha256 && size == output.size, "\(output.path)")
        }
        let names = Set(manifest.outputs.map(\.path))
        #expect(
            names == [
                "unloop.img", "unloop.iso", "pxe/bootx64.efi", "pxe/grubx64.efi", "pxe/mmx64.efi", "pxe/grub/grub.cfg",
                "pxe/grub/i386-pc/core.0", "pxe/vmlinuz", "pxe/initrd",
            ])
    }

    @Test("The same lock gives the same bytes, in another folder, with a new cache")
    func reproducibility() throws {
        let scratch = try ScratchFolder()
        let first = scratch.path + "/first"
        let second = scratch.path + "/second/deeper"
        _ = try Self.build(first, cache: Self.cache)
        // Only the packages are shared: everything that is made from them is made again.
        let cache = scratch.path + "/cache"
        try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: cache + "/packages", withDestinationPath: Self.cache + "/packages")
        _ = try Self.build(second, cache: cache, lock: first + "/packages.lock")
        for name in ["unloop.img", "unloop.iso", "manifest.json", "sbom.spdx.json", "packages.lock"] {
            try HostProgram.run(["cmp", "\(first)/\(name)", "\(second)/\(name)"])
        }
        try HostProgram.run(["diff", "-r", first + "/pxe", second + "/pxe"])
    }
}

/// Whether the host's apt sources name a mirror that answers.
let hasMirror: Bool = {
    guard let mirror = try? PackageMirror.ofHost(), let scratch = try? ScratchFolder() else { return false }
    let command = [
        "/usr/lib/apt/apt-helper", "download-file", "\(mirror.main)/dists/trixie/InRelease", scratch.path + "/x",
    ]
    return (try? HostProgram.run(command)) != nil
}()
