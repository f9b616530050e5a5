internal import Diagnostics
internal import Digests
internal import DiskFormats
internal import Foundation
internal import HostPrograms
internal import Vocabulary

/// One run of the rescue image in a virtual machine with the disks of one machine: no network, no screen, no other device,
/// one processor.
struct Appliance {
    /// The name of the machine.
    let name: String
    let image: ApplianceImage
    let log: LogDisk
    /// The disks as the guest sees them, their sector sizes and what they are called.
    let disks: [(options: QEMUOptions, sectorSize: Int, file: String)]
    let looksOnly: Bool
    let memoryMiB: Int
    /// Words of the kernel command line beyond those of every appliance.
    var settings: [String] = []

    /// How many bytes the console may have: a guest that writes without end is ended.
    private static let longestConsole = 16 << 20

    /// QEMU's words.
    func words(console: String, accelerator: Accelerator) -> [String] {
        var words =
            [
                "qemu-system-x86_64", "-name", QEMUOptions.escaped(name), "-nodefaults", "-no-user-config", "-display",
                "none",
            ]
            + ["-machine", "q35", "-smp", "1", "-m", "\(memoryMiB)", "-no-reboot", "-monitor", "none"]
            + accelerator.words
            + ["-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"]
            + ["-chardev", "file,id=console,path=\(QEMUOptions.escaped(console))", "-serial", "chardev:console"]
            + ["-smbios", identity, "-kernel", image.kernel, "-initrd", image.initrd, "-append", commandLine]
            + ["-device", "virtio-scsi-pci,id=scsi"]
        let record = QEMUOptions("raw").with("file", QEMUOptions("file").with("filename", log.path))
        for (index, disk) in ([(record, 512, "unloop-log")] + disks.map { ($0.options, $0.sectorSize, $0.file) })
            .enumerated()
        {
            let (options, sectorSize, file) = disk
            // Not -blockdev, which does not know force_size_calc.
            words += ["-drive", "if=none,id=disk\(index),\(options)"]
            let sectors = "logical_block_size=\(sectorSize),physical_block_size=\(max(sectorSize, 512))"
            words += [
                "-device",
                "scsi-hd,bus=scsi.0,channel=0,scsi-id=0,lun=\(index),drive=disk\(index),serial=\(Self.serial(file)),\(sectors)",
            ]
        }
        return words
    }

    /// The machine's identity follows from its name: the same machine has the same in every run.
    private var identity: String {
        let uuid = GUID.derived(from: SHA256Hasher.hash(Array(name.utf8)), purpose: "offline-machine")
        return
            "type=1,manufacturer=Unloop,product=disks of a machine that is not started,serial=\(QEMUOptions.escaped(name)),uuid=\(uuid)"
    }

    private var commandLine: String {
        let own =
            ["console=ttyS0", "quiet", "loglevel=3", "panic=-1", "md_mod.start_ro=1", "no_timer_check"]
            + ["cryptomgr.notests=1", "mitigations=off"]
        let mode = looksOnly ? RunMode.look : .repair
        let unloop = [
            KernelWord.from(BootMedium.appliance.rawValue), KernelWord.mode(mode.rawValue),
            KernelWord.log("\(log.guid)"), KernelWord.disks("\(disks.count + 1)"),
        ]
        return (own + unloop + settings).joined(separator: " ")
    }

    /// A disk's serial number: the name of its file, as far as a SCSI disk can say it (36 characters).
    static func serial(_ file: String) -> String {
        let name = file.split(separator: "/").last ?? ""
        let plain = name.unicodeScalars.map { scalar -> Character in
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "._-".unicodeScalars.contains(scalar))
            return isPlain ? Character(scalar) : "_"
        }
        return String(plain.suffix(36))
    }

    /// Runs until the guest switches off.
    ///
    /// - Parameters:
    ///   - limit: In seconds.
    ///   - onLine: Called with lines of the console, in a form that is safe to show.
    ///   - mayGoOn: Asked ten times a second.
    /// - Throws: `applianceHung`, `applianceFailed` or `stopped`, with the last lines of the console.
    func run(
        in folder: ApplianceFolder, limit: Int, onLine: @escaping (String) -> Void, mayGoOn: @escaping () -> Bool
    ) throws(OfflineRepairError) {
        let path = folder("console")
        let deadline = ContinuousClock.now + .seconds(limit)
        var console = ConsoleLines(path: path)
        var why: OfflineRepairError.Code?
        do throws(HostProgramError) {
            try HostProgram.run(
                HostTool.bounded(words(console: path, accelerator: .available)),
                mayGoOn: {
                    console.read(onLine)
                    if !mayGoOn() { why = .stopped }
                    if ContinuousClock.now > deadline || console.size > Self.longestConsole { why = .applianceHung }
                    return why == nil
                })
        } catch {
            console.read(onLine)
            if why == nil, !mayGoOn() { why = .stopped }
            let tail =
                console.tail.isEmpty
                ? "" : "; its last lines:\n" + console.tail.map { "    \($0)" }.joined(separator: "\n")
            switch why {
            case .stopped: throw OfflineRepairError(.stopped, "\(name): stopped; nothing was written")
            case .some:
                throw OfflineRepairError(
                    .applianceHung,
                    "\(name): the appliance did not finish in \(limit) s and was ended; nothing was written. Try again, or give it "
                        + "longer with --limit\(tail)")
            case nil:
                throw OfflineRepairError(
                    .applianceFailed, "\(name): the appliance failed; nothing was written. \(error.message)\(tail)",
                    cause: error)
            }
        }
        console.read(onLine)
    }
}

/// Reads the console of a guest as it grows. What it says is shown and nothing else.
private struct ConsoleLines {
    private let path: String
    private var file: FileHandle?
    private var rest: [UInt8] = []
    private(set) var size = 0
    private(set) var tail: [String] = []

    init(path: String) { self.path = path }

    mutating func read(_ onLine: (String) -> Void) {
        if file == nil { file = FileHandle(forReadingAtPath: path) }
        guard let data = try? file?.read(upToCount: 1 << 20), !data.isEmpty else { return }
        size += data.count
        rest = (rest + data).suffix(1 << 16)
        while let end = rest.firstIndex(where: { $0 == 10 || $0 == 13 }) {
            let line = displaySafe(String(decoding: rest[..<end], as: UTF8.self), limit: 160)
            rest.removeSubrange(...end)
            guard !line.isEmpty else { continue }
            tail = (tail + [line]).suffix(20)
            onLine(line)
        }
    }
}
