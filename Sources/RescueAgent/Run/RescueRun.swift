internal import Glibc
internal import LinuxSystem
internal import RecoveryLog
internal import RepairEngine
internal import RunSettings
internal import Timestamps
internal import Vocabulary

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
    private let finder: StickFinder
    private var quarantine: StickQuarantine?
    private var hasReadStick = false
    private let rules: RulesInForce
    private let keys: KeyStore
    private let unlocker: BitLockerUnlocker
    /// BitLocker volumes, which wait until all devices and so all keys are there.
    private var locked: [MachineVolume] = []
    private let machine: MachineIdentity
    private let devices: MachineDevices

    init() {
        let commandLine = KernelCommandLine.read()
        settings = AgentSettings(commandLine: commandLine)
        let rules = RunRules(commandLine: commandLine, stick: nil)
        let imageProblem: String?
        do {
            image = try ImageInfo(path: AgentPaths.image)
            imageProblem = nil
        } catch {
            image = ImageInfo()
            imageProblem = "\(AgentPaths.image) cannot be read, so that this stick is not known: \(error)"
        }
        name = Self.randomName()
        machine = MachineIdentity(MachineFacts.read())
        let start = StartEvent(
            run: name, image: image.build, version: image.version, rules.settings, machine: machine,
            given: settings.given)
        log = RunLog(start: start, screen: screen, drill: settings.drill)
        engine = RepairEngine(
            remedies: rules.remedies, settings: RepairSettings(rules.settings), recorder: log, quarantine: nil)
        finder = StickFinder(image: image, medium: settings.medium)
        log.finder = finder
        devices = MachineDevices(
            image: image, finder: finder, log: log, overridesDirty: rules.settings.dirty.value == .override)
        self.rules = RulesInForce(
            rules, commandLine: commandLine, log: log, engine: engine, devices: devices, screen: screen)
        keys = KeyStore(log: log)
        unlocker = BitLockerUnlocker(log: log, store: keys, serialNumber: machine.serial)
        engine.unlocker = unlocker
        log.didFind = { [unowned self] in readStick($0) }
        log.didOpen = { [unowned self] in keepCopies(on: $0) }
        for problem in settings.problems { log.record(.note(NoteEvent(code: .badSetting, message: problem))) }
        if let imageProblem { log.record(.note(NoteEvent(code: .badImage, message: imageProblem))) }
    }

    func run() -> AgentEnding {
        while true {
            let found = watch.newDevices()
            sort(found)
            if log.isOpen || mayStartWithoutStick { workOffVolumes() }
            // What appeared while volumes were worked on is found by another look.
            guard found.isEmpty else { continue }
            if isComplete { break }
            watch.wait()
        }
        if watch.isOutOfPatience {
            let message = "drivers or devices did not come to rest: there may be disks that were not seen"
            log.record(.note(NoteEvent(code: .notSettled, message: message)))
        }
        if devices.assembleArrays() {
            repeat {
                sort(watch.newDevices())
                watch.wait()
            } while !watch.isSettled
            sort(watch.newDevices())
            devices.reportMissingArrays()
        }
        workOffVolumes()
        workOffLockedVolumes()
        engine.finish()
        devices.releaseArrays()
        return finish()
    }

    /// Sorts devices by what they are; the log partition is used as soon as it is there.
    private func sort(_ found: [BlockDevice]) {
        for device in found {
            devices.sort(device)
            log.findStick(withLabelled: false)
        }
    }

    // MARK: The stick

    /// Takes keys and settings from the first stick of the run, before it is written; one that is write-protected has them
    /// too.
    private func readStick(_ stick: LogStick) {
        guard !hasReadStick else { return }
        hasReadStick = true
        rules.read(stick: stick.root)
        keys.read(stick: stick.root)
    }

    /// Copies go to the stick that has the record, which comes first where there is not room for both.
    private func keepCopies(on stick: LogStick) {
        let copies = quarantine ?? StickQuarantine(root: stick.root, run: name) { [log] in log.isOpen }
        copies.stickHasChanged()
        quarantine = copies
        engine.quarantine = copies
        if let mending = stick.mending {
            log.record(.note(NoteEvent(code: .stickMended, message: mending, device: stick.device.path)))
        }
        guard let free = LogStick.freeBytes(at: stick.root), free < StickQuarantine.reserve else { return }
        let message =
            "\(StickName.logPartition) has \(free >> 10) KiB left: they are for the record, and what is removed is not copied. "
            + "Make room on the stick before the next machine"
        log.record(.note(NoteEvent(code: .stickFull, message: message, device: stick.device.path)))
    }

    /// Whether the log partition is no longer waited for.
    private var mayStartWithoutStick: Bool {
        if !log.isSaved { return true }
        guard watch.isSettled, settings.medium != .stick || begin.millisecondsSince > 30_000 else { return false }
        log.findStick(withLabelled: true)
        if !log.isOpen, log.isSaved {
            log.giveUp("no stick with a log partition was found: this screen is the only record")
        }
        return true
    }

    // MARK: Work and end

    private func workOffVolumes() {
        rules.begin()
        devices.takeUnreachable().forEach { engine.look(at: $0) }
        for volume in devices.takeVolumes() {
            if volume.isBitLocker { locked.append(volume) } else { engine.look(at: volume) }
        }
    }

    /// Those that open by themselves first, so that a person who is asked sees the rest done.
    private func workOffLockedVolumes() {
        guard !locked.isEmpty else { return }
        readStartupKeys()
        if rules.settings.ask.value == .always { unlocker.questions = KeyQuestions(screen: screen) }
        log.progress("Unlocking \(locked.count) BitLocker volume(s) ...")
        unlocker.prepare(locked)
        for volume in locked.filter({ unlocker.isPrepared($0) }) + locked.filter({ !unlocker.isPrepared($0) }) {
            engine.look(at: volume)
        }
        locked = []
    }

    /// Startup keys lie in the root of sticks of the machine's owner, which are only read.
    private func readStartupKeys() {
        for device in devices.foreignSticks {
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
        guard watch.isSettled, log.isOpen || mayStartWithoutStick else { return false }
        return !locked.isEmpty || engine.hasFoundVolumes || begin.millisecondsSince > 8_000
    }

    /// Network drivers are loaded last, after the start of the record was written: what it lacks is told here.
    private func recordNetworkAddresses() {
        let addresses = MachineFacts.read().hardwareAddresses.filter { !machine.macs.contains($0) }
        guard !addresses.isEmpty else { return }
        let message = "hardware addresses: \(addresses.joined(separator: ", "))"
        log.record(.note(NoteEvent(code: .networkAddresses, message: message)))
    }

    private func finish() -> AgentEnding {
        recordNetworkAddresses()
        let result = MachineResult(engine.results)
        let then = rules.settings.then.value.action(after: result.outcome)
        if !rules.settings.lookOnly.value, then != .poweroff,
            result.outcome == .repaired || result.outcome == .nothingToDo
        {
            startWindowsNext()
        }
        let end = EndEvent(
            outcome: result.outcome, code: result.code, reason: result.reason, next: result.next,
            seconds: begin.millisecondsSince / 1000)
        log.record(.end(end))
        if !log.isSaved { finder.forgetFailures() }
        let farewell = Farewell(screen: screen, then: then)
        return farewell.show(page(result, end, farewell), saving: log) { page(result, end, farewell) }
    }

    /// The last page; the stick is let go for it.
    private func page(_ result: MachineResult, _ end: EndEvent, _ farewell: Farewell) -> FinalPage {
        let isReleased = log.close()
        let volumes = result.volumes.map { volume in
            let names = volume.windows.map { "\($0.computerName ?? "Windows") \($0.productName ?? "")" }
            let title = ([volume.volume.device] + names).joined(separator: " ")
            return (title: title, text: "\(volume.outcome.banner) - \(volume.reason)")
        }
        var page = FinalPage(
            outcome: result.outcome, reason: result.outcome == .repaired || volumes.isEmpty ? result.reason : "",
            volumes: volumes, next: result.next,
            log: (log.problem ?? log.path ?? "none") + (isReleased ? "" : "; switch off before you pull the stick"),
            now: farewell.words(isSaved: log.isSaved), remarks: rules.remarks)
        if !log.isSaved {
            page.log = "NOT SAVED: \(page.log). Put a stick in to save it, or photograph the code"
            page.code = RecordCode(
                end, run: name, machine: machine, volumes: volumes.count,
                removed: engine.results.reduce(0) { $0 + $1.removed.count }, hash: log.seal(), at: .now())
        }
        return page
    }

    /// The machine does not start from the stick again.
    private func startWindowsNext() {
        guard let attempt = WindowsBoot.startNext() else { return }
        log.record(.note(NoteEvent(code: .bootNext, message: attempt.message)))
    }

    private static func randomName() -> String {
        // Eight hexadecimal digits: two runs of one second on one machine differ.
        let number = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - number.count) + number
    }
}
