internal import Diagnostics
internal import LinuxSystem

/// The file systems that a Linux system cannot do without, in their order.
enum SystemMounts {
    private static let table: [(type: String, target: String, flags: MountFlags, options: String)] = [
        ("proc", "/proc", .untrusted, ""),
        ("sysfs", "/sys", .untrusted, ""),
        ("devtmpfs", "/dev", [.noSetUserID], "mode=0755"),
        ("devpts", "/dev/pts", [.noSetUserID, .noExecute], "mode=0620"),
        ("tmpfs", "/run", [.noSetUserID, .noDevices], "mode=0755"),
        ("tmpfs", "/tmp", [.noSetUserID, .noDevices], "mode=1777"),
    ]

    /// Mounts them all; what fails is told to the kernel's log, and the rest goes on.
    static func mountAll() {
        for (type, target, flags, options) in table { mount(type, target, flags, options) }
        try? Mount.makeDirectory("/run/unloop")
    }

    /// The firmware's variables, which need a module: only under UEFI.
    static func mountFirmwareVariables() {
        mount("efivarfs", "/sys/firmware/efi/efivars", .untrusted, "")
    }

    private static func mount(_ type: String, _ target: String, _ flags: MountFlags, _ options: String) {
        do {
            try Mount.makeDirectory(target)
            try Mount.mount(source: type, target: target, type: type, flags: flags, options: options)
        } catch {
            KernelLog.write(error.message, level: 3)
        }
    }
}
