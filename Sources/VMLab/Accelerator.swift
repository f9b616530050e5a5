internal import Diagnostics
internal import Foundation
internal import HostPrograms

/// How QEMU runs the guest's instructions.
public enum Accelerator: String, Sendable {
    /// By the processor itself.
    case kvm
    /// By translation: works everywhere.
    case tcg

    /// The processor that machines have: all that there is, but for AVX under TCG, which takes each of its instructions
    /// apart: the stretch of a BitLocker key by OpenSSL takes 2.6 times as long with it (43 against 17 s of processor time).
    var processor: String { self == .kvm ? "host" : "max,avx=off,avx2=off" }

    /// KVM where it boots a machine at once, else TCG. On some hosts `/dev/kvm` opens, but the machine then fails, hangs
    /// or is thirty times slower than TCG (measured: 4.0 s against 0.13 s for this probe): only a boot tells.
    public static let available: Accelerator = bootsQuickly(.kvm) ? .kvm : .tcg

    /// Boots a sector that ends the machine through QEMU's debug port, and gives it one second.
    private static func bootsQuickly(_ accelerator: Accelerator) -> Bool {
        guard accelerator == .tcg || access("/dev/kvm", R_OK | W_OK) == 0 else { return false }
        guard let folder = try? Lab.temporaryFolder() else { return false }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // mov al, 0x10; out 0xF4, al; hlt
        let code: [UInt8] = [0xB0, 0x10, 0xE6, 0xF4, 0xF4]
        let sector = code + [UInt8](repeating: 0, count: 510 - code.count) + [0x55, 0xAA]
        let disk = "\(folder)/disk"
        guard FileManager.default.createFile(atPath: disk, contents: Data(sector)) else { return false }
        let words = [
            "qemu-system-x86_64", "-nodefaults", "-display", "none", "-accel", accelerator.rawValue, "-cpu",
            accelerator.processor, "-device", "isa-debug-exit,iobase=0xf4,iosize=1", "-drive",
            "format=raw,file=\(disk)",
        ]
        guard let program = try? Lab.start(words, output: .discarded) else { return false }
        // No limit of a test: it tells a processor that works from one that does not, and where it is too short, machines
        // are emulated and only slower.
        let deadline = Date(timeIntervalSinceNow: 1)
        while program.isRunning, Date() < deadline { usleep(10_000) }
        program.kill(SIGKILL)
        // The port turns a value v into the exit status 2v + 1.
        return (try? program.wait()) == 0x21
    }
}
