internal import Diagnostics

/// The signed loaders among the packages, under the names by which firmware and shim look for them.
struct BootFiles {
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
                    .missingFile, "/\(path): none of the packages has this loader. Add its package to template.yaml.")
            }
            return found.file
        }
        shim = try file("usr/lib/shim/shimx64.efi.signed")
        mokManager = try file("usr/lib/shim/mmx64.efi.signed")
        grub = try file("usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed")
        networkGrub = try file("usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed")
        var modules: [String: PackageFile] = [:]
        let folder = "usr/lib/grub/i386-pc"
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

    /// The files of a UEFI boot medium. shim starts `grubx64.efi` beside itself and, when asked, `mmx64.efi`.
    var mediumFiles: [(path: String, file: PackageFile)] {
        [("EFI/BOOT/BOOTX64.EFI", shim), ("EFI/BOOT/grubx64.efi", grub), ("EFI/BOOT/mmx64.efi", mokManager)]
    }
}
