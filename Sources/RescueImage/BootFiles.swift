internal import Diagnostics

/// The signed loaders among the packages, under the names by which firmware and shim look for them.
struct BootFiles {
    let architecture: Architecture
    let shim: PackageFile
    let mokManager: PackageFile
    let grub: PackageFile
    let networkGrub: PackageFile
    /// GRUB's modules for BIOS, by name.
    let biosModules: [String: PackageFile]

    init(in tree: PackageTree) throws(RescueImageError) {
        func file(_ path: String) throws(RescueImageError) -> PackageFile {
            guard let found = try tree.resolve(path) else {
                throw RescueImageError(
                    .missingFile, "/\(path): no package has this loader. Add its package to template.yaml.")
            }
            return found.file
        }
        architecture = tree.architecture
        let suffix = architecture.efiSuffix
        shim = try file("usr/lib/shim/shim\(suffix).efi.signed")
        mokManager = try file("usr/lib/shim/mm\(suffix).efi.signed")
        let signed = "usr/lib/grub/\(architecture.grubForUEFI)-signed"
        grub = try file("\(signed)/grub\(suffix).efi.signed")
        networkGrub = try file("\(signed)/grubnet\(suffix).efi.signed")
        var modules: [String: PackageFile] = [:]
        let folder = "usr/lib/grub/\(architecture.grubForBIOS)"
        for path in tree.paths(below: folder) {
            if case .file(let file)? = tree[path] { modules[String(path.dropFirst(folder.count + 1))] = file }
        }
        biosModules = modules
        _ = try file("\(folder)/boot.img")
    }

    /// The folder of GRUB's modules for BIOS on the host.
    var biosFolder: String {
        let path = biosModules["boot.img"]?.hostPath ?? ""
        return String(path.dropLast("/boot.img".count))
    }

    /// The files of a UEFI boot medium. shim starts GRUB beside itself (on x86-64 `grubx64.efi`) and, when asked, its key
    /// manager (`mmx64.efi`).
    var mediumFiles: [(path: String, file: PackageFile)] {
        let suffix = architecture.efiSuffix
        return [
            ("EFI/BOOT/BOOT\(suffix.uppercased()).EFI", shim), ("EFI/BOOT/grub\(suffix).efi", grub),
            ("EFI/BOOT/mm\(suffix).efi", mokManager),
        ]
    }

    /// The same for the top folder of a TFTP server.
    var networkFiles: [(path: String, file: PackageFile)] {
        let suffix = architecture.efiSuffix
        return [("boot\(suffix).efi", shim), ("grub\(suffix).efi", networkGrub), ("mm\(suffix).efi", mokManager)]
    }
}
