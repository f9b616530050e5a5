internal import LinuxSystem
internal import MachineVolumes
internal import RecoveryLog
internal import RepairEngine
internal import RunSettings
internal import Vocabulary

// The sticks of a run: their settings, keys and log partitions.

extension RescueRun {
    /// Takes keys and settings from the first stick of the run, before it is written; one that is write-protected has them
    /// too.
    func read(_ stick: LogStick) {
        let source = StickSource(root: stick.root)
        defer { readSticks.append(stick.device) }
        guard readSticks.isEmpty else {
            if !hasRead(stick.device) {
                rules.tighten(by: source, on: stick.device.path, isBeside: isFirstStickPresent)
            }
            return
        }
        rules.read(from: source)
        keys.read(from: source)
    }

    func hasRead(_ stick: BlockDevice) -> Bool {
        readSticks.contains { $0.name == stick.name && $0.appearance == stick.appearance }
    }

    /// Sticks that were made from one file have one GUID, and which of them comes first is chance.
    func readOtherSticks() {
        guard !readSticks.isEmpty else { return }
        for device in devices.ownLogPartitions where !hasRead(device) && Self.isPresent(device) {
            readSticks.append(device)
            let isBeside = isFirstStickPresent
            if !readOnly(device, { rules.tighten(by: StickSource(root: $0), on: device.path, isBeside: isBeside) }) {
                rules.tighten(by: UnreadableStick(), on: device.path, isBeside: isBeside)
            }
        }
    }

    var isFirstStickPresent: Bool { readSticks.first.map(Self.isPresent) ?? false }

    static func isPresent(_ device: BlockDevice) -> Bool {
        BlockDevice.all().contains { $0.name == device.name && $0.appearance == device.appearance }
    }

    /// Shows a FAT volume that nothing is written to.
    ///
    /// - Returns: False if it cannot be mounted.
    @discardableResult
    func readOnly(_ device: BlockDevice, _ body: (_ root: String) -> Void) -> Bool {
        let target = AgentPaths.startupKeys
        guard (try? Mount.makeDirectory(target)) != nil,
            (try? StickMount.mount(device.path, on: target, readOnly: true)) != nil
        else { return false }
        body(target)
        try? Mount.unmount(target)
        return true
    }

    /// Copies go to the stick that has the record, which comes first where there is not room for both.
    func keepCopies(on stick: LogStick) {
        let copies = quarantine ?? StickQuarantine(root: stick.root, run: name) { [sink = self.stick] in sink.isOpen }
        copies.stickHasChanged()
        quarantine = copies
        engine.quarantine = copies
        if let repair = stick.repair { note(.stickMended, repair, device: stick.device.path) }
        guard let free = LogStick.freeBytes(at: stick.root), free < StickQuarantine.reserve else { return }
        note(
            .stickFull,
            "\(StickName.logPartition) has only \(free >> 10) KiB free; they are kept for the log, so removed files are not "
                + "copied. Free space on the stick before the next machine", device: stick.device.path)
    }

    /// Whether the log partition is no longer waited for.
    var mayStartWithoutStick: Bool {
        if !log.isSaved { return true }
        let isExpected = [.stick, .appliance].contains(settings.medium) && foreignSticks == 0
        guard quiet.isSettled, !isExpected || begin.millisecondsSince > 30_000 else { return false }
        log.seek(.all)
        if !log.isOpen, log.isSaved {
            let reason = devices.foreignLogPartitions.first.map { "\(StickName.logPartition) is \($0.format)" }
            stick.giveUp(
                "\(reason ?? "no stick with a log partition was found"); this screen is the only record", for: log)
        }
        return true
    }
}
