internal import Digests
public import RecoveryLog
public import Timestamps

/// A run at a machine, and the log that it leaves.
public struct SimulatedRun: Sendable {
    /// The machine.
    public let machine: SimulatedMachine
    /// How it ends; nil if the log was cut off.
    public let outcome: Outcome?
    /// When it begins, by the machine's clock.
    public let started: UTCTime
    /// The identifier of the run.
    public let run: String
    /// The site, as the label of the stick.
    let label: String

    static let path = "Windows/System32/drivers/CrowdStrike/C-00000291-00000000-00000032.sys"
    private static let device = "/dev/nvme0n1p3"

    /// The name of the log, without an extension.
    var fileName: String { "\(started.compact)-\(machine.identity.serial == nil ? "unknown" : "machine")-\(run)" }

    /// How many files the run removes.
    public var removed: Int { outcome == .repaired ? 1 : 0 }
    /// How many recovery keys the run uses.
    public var usedKeys: Int { machine.hasBitLocker && outcome != .locked ? 1 : 0 }

    /// The log's lines, each with its line feed.
    func lines() throws -> [[UInt8]] {
        var chain = LogChain()
        var events = events()
        // A cut log has lost its end, and what came before it.
        if outcome == nil { events.removeLast(3) }
        return try events.enumerated().map { sequence, event in
            try LogEncoder.line(
                event, time: UTCTime(milliseconds: started.milliseconds + Int64(sequence) * 700), sequence: sequence,
                chain: &chain)
        }
    }

    private func events() -> [LogEvent] {
        let digest = SHA256Hasher.hash(Self.path.utf8)
        var events: [LogEvent] = [
            .start(
                StartEvent(
                    run: run, image: "5d1f3a0c2b4e6978", version: "1.0.0", mode: .repair, label: label,
                    machine: machine.identity, settings: ["unloop.mode=repair"])),
            .disk(
                DiskEvent(
                    device: "/dev/nvme0n1", model: "SAMSUNG MZVL2512HCJQ-00BL7", serial: "S64KNX0T\(machine.number)",
                    bus: "nvme", size: 512_110_190_592, table: .gpt)),
            volume("/dev/nvme0n1p1", 1, .other("vfat"), 104_857_600),
            volume("/dev/nvme0n1p2", 2, .other("unknown"), 16_777_216),
            volume(
                Self.device, 3, machine.hasBitLocker ? .bitlocker : .ntfs, 510_000_000_000,
                machine.hasBitLocker
                    ? BitLockerState(
                        volumeID: machine.partition,
                        protectors: [
                            BitLockerProtector(id: machine.protector, kind: "recovery-password"),
                            BitLockerProtector(id: machine.partition, kind: "tpm"),
                        ], metadataCopy: 1) : nil),
            volume("/dev/nvme0n1p4", 4, .ntfs, 800_000_000),
        ]
        if usedKeys > 0 {
            events.append(
                .unlocked(
                    UnlockedEvent(
                        device: Self.device, protectorKind: "recovery-password", protectorID: machine.protector,
                        source: "keys/export.csv, row \(machine.number + 2)")))
        }
        if outcome != .locked, outcome != .noWindows { events += windows() }
        if outcome == .repaired { events += repair(digest) }
        let code = outcome?.rawValue ?? "cut"
        events += [
            .volumeOutcome(
                VolumeOutcomeEvent(
                    device: Self.device, outcome: outcome ?? .failed, code: code, reason: "reason \(code)",
                    removed: outcome == .repaired ? [Self.path] : [])),
            .note(NoteEvent(code: "battery-low", message: "the battery has 12 %")),
            .end(
                EndEvent(
                    outcome: outcome ?? .failed, code: code, reason: "reason \(code)", next: "Restart.",
                    seconds: 20 + machine.number % 90)),
        ]
        return events
    }

    private func volume(
        _ device: String, _ number: Int, _ kind: VolumeKind, _ size: Int64, _ bitlocker: BitLockerState? = nil
    ) -> LogEvent {
        .volume(
            VolumeEvent(
                volume: VolumeReference(
                    device: device, disk: "/dev/nvme0n1", partition: number, partitionGUID: machine.partition,
                    start: Int64(number) << 30, size: size), kind: kind,
                ntfs: kind == .ntfs
                    ? NTFSState(dirty: true, logVersion: "2.0", logClean: false, hibernation: .none) : nil,
                bitlocker: bitlocker))
    }

    private func windows() -> [LogEvent] {
        [
            .mounted(MountedEvent(device: Self.device, driver: "ntfs3", forced: true, purpose: .look)),
            .windows(
                WindowsEvent(
                    device: Self.device, folder: "Windows", computerName: machine.name, productName: "Windows 11 Pro",
                    build: "22631.3880")),
        ]
    }

    private func repair(_ digest: SHA256Digest) -> [LogEvent] {
        [
            .match(
                MatchEvent(
                    device: Self.device, path: Self.path, size: 41_004, modified: UTCTime(seconds: 1_721_362_140),
                    sha256: digest, remedy: "crowdstrike-291", decision: .remove, reason: "it is the bad channel file")),
            .copied(
                CopiedEvent(
                    device: Self.device, path: Self.path, quarantine: "quarantine/\(run)/1.sys", sha256: digest)),
            .mounted(MountedEvent(device: Self.device, driver: "ntfs3", forced: true, purpose: .write)),
            .removed(RemovedEvent(device: Self.device, path: Self.path)),
            .mounted(MountedEvent(device: Self.device, driver: "ntfs3", forced: true, purpose: .verify)),
            .verified(VerifiedEvent(device: Self.device, paths: [Self.path])),
        ]
    }
}
