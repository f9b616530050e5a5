import Foundation
import TestSupport

/// The built image that the tests boot: the folder that UNLOOP_IMAGE names, or `build` at the top of the package.
enum ImageUnderTest {
    static let folder =
        ProcessInfo.processInfo.environment["UNLOOP_IMAGE"]
        ?? Fixtures.packageRoot.appendingPathComponent("build").path

    static let stick = "\(folder)/unloop.img"
    static let iso = "\(folder)/unloop.iso"
    static let networkTree = "\(folder)/pxe"

    static let packedKernel = "\(networkTree)/vmlinuz"
    static let packedInitrd = "\(networkTree)/initrd"

    static let isBuilt = [stick, iso, networkTree].allSatisfy { FileManager.default.fileExists(atPath: $0) }

    /// Words for an emulated machine that is started without a loader: on a busy host the kernel may find that no timer works,
    /// and its tests of its own ciphers take a fifth of the boot. Machines that are started through a loader have neither.
    static let emulation = ["no_timer_check", "cryptomgr.notests=1", "mitigations=off"]

    /// The kernel command line of the menu's first entry, as of a machine that was started from a stick.
    static func commandLine(_ more: [String] = []) throws -> String {
        let menu = try String(contentsOfFile: "\(networkTree)/grub/grub.cfg", encoding: .utf8)
        guard let line = menu.split(separator: "\n").first(where: { $0.contains(" linux ") || $0.hasPrefix("linux ") })
        else { throw BenchError("read grub.cfg: it has no line that loads a kernel") }
        let words = line.split(separator: " ").dropFirst(2).map(String.init)
        let replaced = Set((more + ["unloop.from=stick"]).compactMap { $0.split(separator: "=").first })
        let kept = words.filter { !$0.hasPrefix("unloop.") || !replaced.contains($0.prefix { $0 != "=" }) }
        return (kept + ["unloop.from=stick"] + more).joined(separator: " ")
    }
}
