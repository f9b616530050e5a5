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
    /// Volumes that wait for the log, so that nothing is done that could not be written down.
    private var waiting: [MachineVolume] = []
    /// Partitions by the label of a log partition, for machines that were not started from the stick itself.
    private var labelled: [BlockDevice] = []
    private var raidMembers: Set<String> = []
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
        let start = StartEvent(
            run: name, image: image.build, version: image.version, mode: settings.mode == .look ? .look : .repair,
            label: settings.label, machine: MachineIdentity(MachineFacts.read()), settings: settings.given)
        log = RunLog(start: start, screen: screen, drill: settings.drill)
        let (remedies, problems) = ImageRemedies.read(folder: AgentPaths.remedies)
        engine = RepairEngine(
            remedies: remedies,
            settings: RepairSettings(lookOnly: settings.mode == .look, dirty: settings.dirty),
            recorder: log, quarantine: nil)
        for problem in settings.problems + problems + (imageProblem.map { [$0] } ?? []) {
            log.record(.note(NoteEvent(code: "settings", message: problem)))
        }
        if remedies.isEmpty {
            log.record(.note(NoteEvent(code: "no-remedy", message: "the image carries no remedy: nothing can be found")))
        }
    }

    func run() -> AgentEnding {
        while true {
            watch.newDevices().forEach(consider)
            if stick != nil || mayStartWithoutStick { workOffVolumes() }
            if isComplete { break }
            watch.wait()
        }
        assembleArrays()
        workOffVolumes()
        return finish()
    }

    // MARK: Devices

    private func consider(_ device: BlockDevice) {
        guard device.waitForNode(), device.holders.isEmpty else { return }
        let content: BlockContent
        do {
            content = try BlockContent.of(device.path)
        } catch {
            // A drive without a disc or card holds nothing to look at.
            if error.code == .noMedium { return }
            // A bad disc or a dying disk: told, and passed over if it is a whole disk.
            log.record(.note(NoteEvent(code: "unreadable-device", message: error.message, device: device.path)))
            if device.partition == nil { return }
            content = BlockContent()
        }
        if device.partition == nil {
            record(device, content)
            if let guid = content.partitionTableUUID, guid == image.disk { ownDisks.insert(device.name) }
        }
        if content.usage == "raid" {
            raidMembers.insert(device.name)
            log.record(
                .note(
                    NoteEvent(
                        code: "raid-member", message: "is a part of an array (\(content.type ?? "RAID")); only the array is looked at",
                        device: device.path)))
            return
        }
        // A member's own partition table shows partitions of the array: writing to one would break the array.
        if let disk = device.partition?.disk, raidMembers.contains(disk) { return }
        if let guid = content.partitionUUID, guid == image.logPartition {
            openLog(on: device)
            return
        }
        if ownDisks.contains(device.partition?.disk ?? device.name) { return }
        if let disk = UnusableDisk(device, content) {
            engine.work(on: disk)
            return
        }
        if content.type == "vfat", content.label == "UNLOOP-LOG" {
            labelled.append(device)
            return
        }
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
    }

    // MARK: The stick

    private func openLog(on device: BlockDevice) {
        guard stick == nil else { return }
        do {
            let opened = try LogStick(device: device)
            stick = opened
            log.open(on: opened)
            engine.quarantine = StickQuarantine(root: opened.root, run: name)
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
        while !waiting.isEmpty { engine.work(on: waiting.removeFirst()) }
    }

    /// Whether no more devices are waited for: longer where no Windows was found yet.
    private var isComplete: Bool {
        guard watch.isSettled, stick != nil || mayStartWithoutStick else { return false }
        return engine.results.contains { !$0.isIrrelevant } || begin.millisecondsSince > 8_000
    }

    private func finish() -> AgentEnding {
        let result = MachineResult(engine.results)
        if settings.then != .poweroff, result.outcome == .repaired || result.outcome == .nothingToDo {
            startWindowsNext()
        }
        log.record(
            .end(
                EndEvent(
                    outcome: result.outcome, code: result.code, reason: result.reason, next: result.next,
                    seconds: begin.millisecondsSince / 1000)))
        log.close()
        if stick?.unmount() == false { screen.show("The stick could not be unmounted; switch off before taking it out.\n") }
        let farewell = Farewell(screen: screen, then: settings.then)
        let volumes = result.volumes.map { volume in
            let names = volume.windows.map { "\($0.computerName ?? "Windows") \($0.productName ?? "")" }
            let title = ([volume.volume.device] + names).joined(separator: " ")
            return (title: title, text: "\(PlainText.title(of: volume.outcome)) - \(volume.reason)")
        }
        return farewell.show(
            FinalPage(
                outcome: result.outcome, reason: result.reason, volumes: volumes, next: result.next,
                log: log.problem ?? log.path ?? "none", now: farewell.words))
    }

    /// Windows' own boot manager once, the next time: the machine does not start from the stick again.
    private func startWindowsNext() {
        guard access("/sys/firmware/efi/efivars", F_OK) == 0 else { return }
        let variables = FirmwareVariables()
        guard let option = variables.windowsBootOption() else { return }
        do {
            try variables.setBootNext(option.number)
            log.record(.note(NoteEvent(code: "boot-next", message: "the next start is \(option.description)")))
        } catch {
            log.record(.note(NoteEvent(code: "boot-next", message: error.message)))
        }
    }

    private static func randomName() -> String {
        // Eight hexadecimal digits: two runs of one second on one machine differ.
        let number = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - number.count) + number
    }
}
