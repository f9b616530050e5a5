/// The containers of virtual disks.
public enum VirtualDiskFormat: String, Sendable, CaseIterable, Codable {
    /// The sectors themselves.
    case raw
    /// Virtual Hard Disk (Microsoft, "Virtual Hard Disk Image Format Specification" 1.0).
    case vhd
    /// Virtual Hard Disk v2 ([MS-VHDX] 8.0).
    case vhdx
    /// VMware ("Virtual Disk Format" 5.0).
    case vmdk
    /// QEMU (docs/interop/qcow2.txt).
    case qcow2
    /// VirtualBox.
    case vdi

    /// The format that a file's name claims; nil where it claims none.
    init?(name: String) {
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        switch ending {
        case "raw", "dd": self = .raw
        case "vhd", "avhd": self = .vhd
        case "vhdx", "avhdx": self = .vhdx
        case "vmdk": self = .vmdk
        case "qcow2", "qcow": self = .qcow2
        case "vdi": self = .vdi
        default: return nil
        }
    }
}
