internal import Foundation
internal import HostPrograms

/// How QEMU runs the appliance.
enum Accelerator: String, Sendable {
    /// By the processor itself.
    case kvm
    /// By translation: works everywhere.
    case tcg

    /// Words for QEMU. Under translation, AVX takes the stretch of BitLocker keys 2.6 times as long; and what is translated
    /// takes at most 32 MiB.
    var words: [String] {
        switch self {
        case .kvm: ["-accel", "kvm", "-cpu", "host"]
        case .tcg: ["-accel", "tcg,tb-size=32", "-cpu", "max,avx=off,avx2=off"]
        }
    }

    /// KVM where it boots a machine at once. On some hosts `/dev/kvm` opens, and the machine then fails, hangs or is thirty
    /// times slower: only a boot tells.
    static let available: Accelerator = isKVMUsable() ? .kvm : .tcg

    private static func isKVMUsable() -> Bool {
        guard access("/dev/kvm", R_OK | W_OK) == 0, let folder = try? ApplianceFolder() else { return false }
        // mov al, 0x10; out 0xF4, al; hlt
        let code: [UInt8] = [0xB0, 0x10, 0xE6, 0xF4, 0xF4]
        let sector = code + [UInt8](repeating: 0, count: 510 - code.count) + [0x55, 0xAA]
        guard FileManager.default.createFile(atPath: folder("disk"), contents: Data(sector)) else { return false }
        let disk = QEMUOptions("raw").with("node-name", "disk").with(
            "file", QEMUOptions("file").with("filename", folder("disk")))
        let words =
            ["qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none"] + Accelerator.kvm.words
            + [
                "-device", "isa-debug-exit,iobase=0xf4,iosize=1", "-blockdev", "\(disk)", "-device",
                "ide-hd,drive=disk",
            ]
        guard let program = try? RunningProgram(HostTool.bounded(words), output: .discarded) else { return false }
        let deadline = Date(timeIntervalSinceNow: 1)
        while program.isRunning, Date() < deadline { usleep(10_000) }
        program.kill(SIGKILL)
        // The port turns a value v into the exit status 2v + 1.
        return (try? program.wait()) == 0x21
    }
}
