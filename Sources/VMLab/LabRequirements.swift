internal import Foundation
internal import HostPrograms

/// Which programs and firmware the lab needs, for tests that are skipped where one is missing.
public enum LabRequirements {
    /// What booting a machine with `firmware` needs and this machine lacks: each missing program or file with the Debian
    /// package that brings it. Empty when all is there.
    public static func missing(for firmware: Firmware) -> [String] {
        var missing: [String] = []
        if HostProgram.find("qemu-system-x86_64") == nil { missing.append("qemu-system-x86_64 (qemu-system-x86)") }
        if HostProgram.find("setpriv") == nil { missing.append("setpriv (util-linux)") }
        for path in [firmware.codePath, firmware.variablesPath].compactMap(\.self)
        where !FileManager.default.isReadableFile(atPath: path) {
            missing.append("\(path) (ovmf)")
        }
        return missing
    }

    /// What `NTFSListing` needs and this machine lacks.
    public static func missingForNTFSListing() -> [String] {
        var missing = ["ntfs-3g", "ntfsfix"].filter { HostProgram.find($0) == nil }
        if access("/dev/fuse", R_OK | W_OK) != 0 { missing.append("access to /dev/fuse") }
        // Debian's ntfs-3g is setuid, and mounts what its user may read.
        var status = stat()
        let isSetuid = HostProgram.find("ntfs-3g").map { stat($0, &status) == 0 && status.st_mode & S_ISUID != 0 }
        if geteuid() != 0, isSetuid != true { missing.append("ntfs-3g with its setuid bit, or root") }
        return missing
    }
}
