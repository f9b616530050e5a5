internal import Glibc
internal import LinuxSystem
internal import RecoveryLog
internal import RepairEngine

/// One run of the repair, from the first device to the last page.
final class RescueRun {
    private let settings: AgentSettings
    private let image: ImageInfo
    private let screen = Screen()
    private let watch = DeviceWatch()
    private let log: RunLog
    private let engine: RepairEngine
    private let name: String
    private let begin = MonotonicTime.now()
    private var stick: LogStick?
    private let keys: KeyStore
    private let unlocker: BitLockerUnlocker
    /// BitLocker volumes, which wait until all devices and so all keys are there.
    private var locked: [MachineVolume] = []
    /// Volumes that wait for the log, so that nothing is done that could not be written down.
    private var waiting: [MachineVolume] = []
    /// Partitions by the label of a log partition, for machines that were not started from the stick itself.
    private var labelled: [BlockDevice] = []
    /// FAT volumes on other sticks: they may hold startup keys.
    private var foreignSticks: [BlockDevice] = []
    /// Members of arrays, by the name of the device.
    private var raidMembers: [String: (device: BlockDevice, type: String)] = [:]
    /// Disks of which nobody can say whether they are members of an array, because they cannot be read.
    private var unreadableDisks: Set<String> = []
    /// Disks that are this stick, or another one of the same image.
    private var ownDisks: Set<String> = []

    init() {
        settings = AgentSettings(commandLine: KernelCommandLine.read())
        let imageProblem: String?
        do {
            image = try ImageInfo(path: AgentPaths.image)
            imageProblem = nil
        } catch {
            image = ImageInfo()
            imageProblem = "\(AgentPaths.image) cannot be read, so that this stick is not known: \(error)"
        }
        name = Self.randomName()
        let machine = MachineIdentity(MachineFacts.read())
        let start = StartEvent(
            run: name, image: image.build, version: image.version, mode: settings.mode == .look ? .look : .repair,
            label: settings.label, machine: machine, settings: settings.given)
        log = RunLog(start: start, screen: screen, drill: settings.drill)
        let (remedies, problems) = ImageRemedies.read(folder: AgentPaths.remedies)
        engine = RepairEngine(
            // With one of them damaged, "nothing to do" would be said of what only that one knows.
            remedies: problems.isEmpty ? remedies : [],
            settings: RepairSettings(lookOnly: settings.mode == .look, dirty: settings.dirty),
            recorder: log, quarantine: nil)
        keys = KeyStore(log: log)
        unlocker = BitLockerUnlocker(
            log: log, store: keys, questions: settings.ask == .always ? KeyQuestions(screen: screen) : nil,
            serialNumber: machine.serial)
        engine.unlocker = unlocker
        for problem in settings.problems + problems + (imageProblem.map { [$0] } ?? []) {
            log.record(.note(NoteEvent(code: "settings", message: problem)))
        }
        if remedies.isEmpty {
            log.record(
                .note(NoteEvent(code: "no-remedy", message: "the image carries no remedy: nothing can be found")))
        }
    }

    func run() -> AgentEnding {
        while true {
            let devices = watch.newDevices()
            devices.forEach(consider)
            if stick != nil || mayStartWithoutStick { workOffVolumes() }
            // What appeared while volumes were worked on is found by another look.
            guard devices.isEmpty else { continue }
            if isComplete { break }
            watch.wait()
        }
        if watch.isOutOfPatience {
            let message = "drivers or devices did not come to rest: there may be disks that were not seen"
            log.record(.note(NoteEvent(code: "not-settled", message: message)))
        }
        assembleArrays()
        workOffVolumes()
        workOffLockedVolumes()
        engine.finish()
        return finish()
    }

    // MARK: Devices

    private func consider(_ device: BlockDevice) {
        // Mapped devices are our own: snapshots to look at, of which one that was left behind shows a volume a second time,
        // and unlocked volumes.
        guard device.mappedName == nil, device.waitForNode(), device.holders.isEmpty else { return }
        if unreadableDisks.contains(device.diskName) { return }
        let content: BlockContent
        do {
            content = try BlockContent.of(device.path)
        } catch {
            // A drive without a disc or card holds nothing to look at.
            if error.code == .noMedium { return }
            log.record(.note(NoteEvent(code: "unreadable-device", message: error.message, device: device.path)))
            if device.partition == nil {
                // A bad disc says nothing of the machine. A dying disk does, and its partitions may be an array's.
                unreadableDisks.insert(device.name)
                if !device.isRemovable { engine.look(at: UnreachableVolume(device: device, problem: error)) }
                return
            }
            content = BlockContent()
        }
        if device.partition == nil {
            record(device, content)
            if let guid = content.partitionTableUUID, guid == image.disk { ownDisks.insert(device.name) }
        }
        if content.usage == "raid" {
            raidMembers[device.name] = (device, content.type ?? "RAID")
            log.record(
                .note(
                    NoteEvent(
                        code: "raid-member",
                        message: "is a part of an array (\(content.type ?? "RAID")); only the array is looked at",
                        device: device.path)))
            return
        }
        // A member's own partition table shows partitions of the array: writing to one would break the array.
        if let disk = device.partition?.disk, raidMembers[disk] != nil { return }
        if let guid = content.partitionUUID, guid == image.logPartition {
            openLog(on: device)
            return
        }
        if ownDisks.contains(device.partition?.disk ?? device.name) { return }
        if device.partition == nil, content.partitionTable == "PMBR" {
            // libblkid's word for a protective MBR (UEFI 2.10, section 5.2.3) without a sound GPT behind it.
            let problem = LinuxError(
                .malformed,
                "the disk ends early or its partition table is damaged; try another cable or port, then look at it by hand"
            )
            engine.look(at: UnreachableVolume(device: device, problem: problem))
            return
        }
        if content.type == "vfat", content.label == "UNLOOP-LOG" {
            labelled.append(device)
            return
        }
        if content.type == "vfat", device.bus == .usb || device.isRemovable { foreignSticks.append(device) }
        if device.partition != nil || content.partitionTable == nil && content.type != nil {
            waiting.append(MachineVolume(device: device, content: content, overridesDirty: settings.dirty == .override))
        }
    }

    private func record(_ disk: BlockDevice, _ content: BlockContent) {
        let table: DiskEvent.PartitionTable =
            switch content.partitionTable {
            case "gpt": .gpt
            case "dos": .mbr
            default: .none
            }
        log.record(
            .disk(
                DiskEvent(
                    device: disk.path, model: disk.model, serial: disk.serial, bus: disk.bus.rawValue,
                    size: Int64(clamping: disk.size), table: table)))
    }

    /// Puts arrays together from their members and takes them for disks. (`md_mod.start_ro` keeps them unwritten until
    /// something is removed.)
    private func assembleArrays() {
        guard !raidMembers.isEmpty else { return }
        do {
            let outcome = try ChildProcess.run("/usr/sbin/mdadm", ["--assemble", "--scan", "--no-degraded"])
            if !outcome.ending.isSuccess {
                log.record(.note(NoteEvent(code: "raid-assembly", message: "mdadm: \(outcome.text)")))
            }
        } catch {
            log.record(.note(NoteEvent(code: "raid-assembly", message: error.message)))
        }
        repeat {
            watch.newDevices().forEach(consider)
            watch.wait()
        } while !watch.isSettled
        watch.newDevices().forEach(consider)
        reportMissingArrays()
    }

    /// Windows may be on an array that could not be put together. (Linux's own arrays and volume groups hold none.)
    private func reportMissingArrays() {
        let arrays = BlockDevice.all().filter { $0.bus == .raid }
        for (name, member) in raidMembers.sorted(by: { $0.key < $1.key })
        where member.type.hasSuffix("_raid_member") && member.type != "linux_raid_member"
            && !arrays.contains(where: { $0.parts.contains(name) })
        {
            let problem = LinuxError(
                .unsupported,
                "\(member.device.path) is a part of an array (\(member.type)) that could not be put together; "
                    + "look at it in the firmware's RAID setup")
            engine.look(at: UnreachableVolume(device: member.device, problem: problem))
        }
    }

    // MARK: The stick

    private func openLog(on device: BlockDevice) {
        guard stick == nil else { return }
        do {
            let opened = try LogStick(device: device)
            stick = opened
            log.open(in: opened.root)
            engine.quarantine = StickQuarantine(root: opened.root, run: name)
            keys.read(stick: opened.root)
        } catch {
            log.giveUp(error.message)
        }
    }

    /// Whether the log partition is no longer waited for.
    private var mayStartWithoutStick: Bool {
        if log.problem != nil { return true }
        guard watch.isSettled, settings.medium != .stick || begin.millisecondsSince > 30_000 else { return false }
        for device in labelled where stick == nil { openLog(on: device) }
        if stick == nil { log.giveUp("no stick with a log partition was found: this screen is the only record") }
        return true
    }

    // MARK: Work and end

    private func workOffVolumes() {
        while !waiting.isEmpty {
            let volume = waiting.removeFirst()
            if volume.isBitLocker { locked.append(volume) } else { engine.look(at: volume) }
        }
    }

    /// Those that open by themselves first, so that a person who is asked sees the rest done.
    private func workOffLockedVolumes() {
        guard !locked.isEmpty else { return }
        readStartupKeys()
        log.progress("Unlocking \(locked.count) BitLocker volume(s) ...")
        unlocker.prepare(locked)
        for volume in locked.filter({ unlocker.isPrepared($0) }) + locked.filter({ !unlocker.isPrepared($0) }) {
            engine.look(at: volume)
        }
        locked = []
    }

    /// Startup keys lie in the root of sticks of the machine's owner, which are only read.
    private func readStartupKeys() {
        for device in foreignSticks {
            let target = "/run/unloop/keys"
            guard (try? Mount.makeDirectory(target)) != nil,
                (try? Mount.mount(
                    source: device.path, target: target, type: "vfat", flags: MountFlags.untrusted.union(.readOnly),
                    options: "codepage=437,iocharset=iso8859-1,utf8")) != nil
            else { continue }
            keys.readStartupKeys(in: target)
            try? Mount.unmount(target)
        }
    }

    /// Whether no more devices are waited for: longer where no Windows was found yet.
    private var isComplete: Bool {
        guard watch.isSettled, stick != nil || mayStartWithoutStick else { return false }
        return !locked.isEmpty || engine.hasFoundVolumes || begin.millisecondsSince > 8_000
    }

    private func finish() -> AgentEnding {
        let result = MachineResult(engine.results)
        if settings.mode != .look, settings.then != .poweroff,
            result.outcome == .repaired || result.outcome == .nothingToDo
        {
            startWindowsNext()
        }
        log.record(
            .end(
                EndEvent(
                    outcome: result.outcome, code: result.code, reason: result.reason, next: result.next,
                    seconds: begin.millisecondsSince / 1000)))
        log.close()
        let isReleased = stick?.unmount() ?? true
        let place = (log.problem ?? log.path ?? "none") + (isReleased ? "" : "; switch off before you pull the stick")
        let farewell = Farewell(screen: screen, then: settings.then)
        let volumes = result.volumes.map { volume in
            let names = volume.windows.map { "\($0.computerName ?? "Windows") \($0.productName ?? "")" }
            let title = ([volume.volume.device] + names).joined(separator: " ")
            return (title: title, text: "\(PlainText.title(of: volume.outcome)) - \(volume.reason)")
        }
        return farewell.show(
            FinalPage(
                outcome: result.outcome, reason: result.reason, volumes: volumes, next: result.next,
                log: place, now: farewell.words))
    }

    /// The machine does not start from the stick again.
    private func startWindowsNext() {
        guard let message = WindowsBoot.startNext() else { return }
        log.record(.note(NoteEvent(code: "boot-next", message: message)))
    }

    private static func randomName() -> String {
        // Eight hexadecimal digits: two runs of one second on one machine differ.
        let number = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - number.count) + number
    }
}
