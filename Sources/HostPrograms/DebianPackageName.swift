/// The Debian packages of the programs that Unloop runs.
enum DebianPackageName {
    /// The package that provides a program; nil for programs that Unloop does not know.
    static func providing(_ program: String) -> String? {
        switch program {
        case "apt-cache", "apt-config", "apt-get": "apt"
        case "depmod": "kmod"
        case "loadkeys": "kbd"
        case "mcopy", "mmd": "mtools"
        case "mkfs.fat": "dosfstools"
        case "mkntfs", "ntfs-3g", "ntfscp", "ntfsfix": "ntfs-3g"
        case "qemu-img", "qemu-nbd": "qemu-utils"
        case "qemu-system-x86_64": "qemu-system-x86"
        case "setpriv": "util-linux"
        case "umount": "mount"
        case "xorriso": "xorriso"
        default: nil
        }
    }
}
