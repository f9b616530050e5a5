internal import Diagnostics
internal import Glibc
internal import RecoveryLog
internal import RepairEngine
internal import RepairFakes
internal import Vocabulary

/// The disk of a machine as a run finds it.
struct SimulatedDisk {
    /// What the agent says of the disk; nil if there is none.
    private(set) var event: DiskEvent?
    /// What is on it, for the engine.
    private(set) var volumes: [FakeVolume] = []
    private(set) var settings = RepairSettings()
    private(set) var unlocker: FakeUnlocker?

    /// The stick that the run was started from.
    static let stick = DiskEvent(
        device: "/dev/sda", model: "Ultra Fit", serial: "4C530001", bus: "usb", size: 30_752_636_928, table: .gpt)
    private static let device = "/dev/nvme0n1"

    init(_ machine: SimulatedMachine, _ ending: SimulatedEnding) {
        guard ending != .noDisk else { return }
        event = DiskEvent(
            device: Self.device, model: "SAMSUNG MZVL2512HCJQ-00BL7", serial: machine.disk, bus: "nvme",
            size: 512_110_190_592, table: ending == .unreadableDisk ? .none : .gpt)
        if ending == .unreadableDisk {
            let disk = FakeVolume(
                [:], reference: VolumeReference(device: Self.device, disk: Self.device, start: 0, size: 512_110_190_592)
            )
            disk.recognitionError = SystemCallError(call: "read", object: Self.device, number: EIO)
            volumes = [disk]
            return
        }
        let windows = windows(machine, ending)
        volumes = [
            other("vfat", machine, 1, 104_857_600), other("unknown", machine, 2, 16_777_216), windows,
            FakeVolume(["Recovery/WindowsRE/Winre.wim": "MSWIM"], reference: place(machine, 4, 800_000_000)),
        ]
    }

    /// The volume of the Windows, or what hides it.
    private mutating func windows(_ machine: SimulatedMachine, _ ending: SimulatedEnding) -> FakeVolume {
        let place = place(machine, 3, 510_000_000_000)
        let volume = FakeVolume(Self.files(ending), reference: place)
        volume.identity = WindowsIdentity(
            computerName: machine.name, productName: "Windows 11 Pro", build: "22631.3880")
        volume.mounted = MountedVolume(driver: "ntfs3", forced: machine.number.isMultiple(of: 2))
        volume.content = .ntfs(
            label: "Windows", dirty: machine.number.isMultiple(of: 2) || ending == .dirty, logVersion: "2.0",
            logClean: !machine.number.isMultiple(of: 2))
        switch ending {
        case .lookOnly: settings.lookOnly = true
        case .dirty: settings.dirty = .refuse
        case .link: volume.links = [drivers]
        case .unreadableFolder: volume.unreadableFolders = [drivers]
        case .stuckFile: volume.stuckFiles = [badFile]
        case .returnedFile: volume.immortalFiles = [badFile]
        case .repaired, .nothingToDo, .locked, .hibernated, .unreadableDisk, .noWindows, .noDisk: break
        }
        guard machine.hasBitLocker || ending == .locked else { return volume }
        let encrypted = FakeVolume([:], reference: place)
        let passwords = machine.protectors.map { BitLockerProtector(id: $0, kind: .recoveryPassword) }
        encrypted.content = .bitLocker(
            BitLockerState(
                volumeID: machine.volume,
                protectors: passwords + [BitLockerProtector(id: machine.volume, kind: .tpm)], metadataCopy: 1))
        if ending != .locked {
            unlocker = FakeUnlocker(
                volume,
                event: UnlockedEvent(
                    device: place.device, protectorKind: .recoveryPassword, protectorID: machine.protectors.first,
                    source: "keys/export.csv, row \(machine.number + 2)"))
        }
        return encrypted
    }

    private static func files(_ ending: SimulatedEnding) -> [String: String] {
        switch ending {
        case .nothingToDo, .unreadableFolder: RepairFakes.windows()
        case .link: RepairFakes.windows().filter { $0.key != otherFile }
        case .hibernated: RepairFakes.windows([badFile: "bad", "hiberfil.sys": "hibr"])
        case .noWindows: ["backup/\(badFile)": "bad"]
        case .repaired, .locked, .lookOnly, .dirty, .stuckFile, .returnedFile, .unreadableDisk, .noDisk:
            RepairFakes.windows([badFile: "bad"])
        }
    }

    private func other(_ type: String, _ machine: SimulatedMachine, _ number: Int, _ size: Int64) -> FakeVolume {
        let volume = FakeVolume([:], reference: place(machine, number, size))
        volume.content = .other(type)
        return volume
    }

    private func place(_ machine: SimulatedMachine, _ number: Int, _ size: Int64) -> VolumeReference {
        VolumeReference(
            device: "\(Self.device)p\(number)", disk: Self.device, partition: number, partitionGUID: machine.partition,
            start: Int64(number) << 30, size: size)
    }
}
