internal import AgentScreen
internal import Diagnostics
internal import LinuxMachine
internal import LinuxSystem
internal import MachineVolumes
internal import RecoveryLog
internal import RepairEngine
internal import RunSettings
internal import Timestamps
internal import Vocabulary

/// One run of the repair, from the first device to the last page.
final class RescueRun {
    private let settings: AgentSettings
    private let machine: MachineIdentity
    private let screen: Screen
    private let quiet: DeviceQuiet
    private let name: String
    private let begin: MonotonicTime
    private let log: RunLog
    private let stick: StickSink
    private let engine: RepairEngine
    private let probes: DeviceProbes
    private let devices: MachineDevices
    private let rules: RulesInForce
    private let keys: KeyStore
    private let unlocker: BitLockerUnlocker
    private var arrivals = DeviceArrivals()
    private var quarantine: StickQuarantine?
    /// The log partitions whose settings were read; the first one's hold, as far as no other's are stricter.
    private var readSticks: [BlockDevice] = []
    /// How many log partitions were found that somebody has formatted anew.
    private var foreignSticks = 0
    /// BitLocker volumes, which wait until all devices and so all keys are there.
    private var locked: [MachineVolume] = []
    /// Whether the screen says that disks are waited for.
    private var hasSaidWaiting = false
    /// The IDs of recovery keys, by the device of the volume that they open.
    private var keyIDs: [String: [String]] = [:]
    /// The computers' names by BitLocker's descriptions, by the volume's device.
    private var formerNames: [String: String] = [:]

    /// Reads what the command line, the image and the firmware say, opens the consoles, and listens for devices.
    static func begin() -> RescueRun {
        let begin = MonotonicTime.now()
        // Before anything is looked at, so that nothing is missed that appears meanwhile.
        let quiet = DeviceQuiet.begin()
        let screen = Screen.open()
        let commandLine = KernelCommandLine.read()
        let (image, problem) = ImageInfo.read()
        let run = RescueRun(
            commandLine: commandLine, image: image, machine: MachineIdentity(MachineFacts.read()),
            rules: RunRules.read(commandLine: commandLine, source: nil), screen: screen, quiet: quiet, begin: begin)
        run.log.showStart()
        for problem in run.settings.problems { run.note(.badSetting, problem) }
        if let problem { run.note(.badImage, problem) }
        return run
    }

    private init(
        commandLine: [String: String], image: ImageInfo, machine: MachineIdentity, rules: RunRules, screen: Screen,
        quiet: DeviceQuiet, begin: MonotonicTime
    ) {
        settings = AgentSettings(commandLine: commandLine)
        self.machine = machine
        self.screen = screen
        self.quiet = quiet
        self.begin = begin
        name = Self.randomName()
        let marks = StickMarks(disk: image.disk, logPartition: image.logPartition, medium: settings.medium)
        probes = DeviceProbes()
        stick = StickSink(finder: StickFinder(marks: marks, probes: probes))
        let start = StartEvent(
            run: name, image: image.build, version: image.version, rules.settings, machine: machine,
            given: settings.given)
        log = RunLog(start: start, screen: screen, sinks: [stick], drill: settings.drill)
        engine = RepairEngine(
            remedies: rules.remedies, settings: RepairSettings(rules.settings), recorder: log, quarantine: nil)
        devices = MachineDevices(marks: marks, probes: probes, recorder: log, access: .agent)
        self.rules = RulesInForce(rules, commandLine: commandLine, log: log, engine: engine, screen: screen)
        keys = KeyStore(recorder: log)
        unlocker = BitLockerUnlocker(
            log: log, screen: screen, store: keys, serialNumber: machine.serial, access: .agent)
        engine.unlocker = unlocker
        stick.didFind = { [unowned self] in read($0) }
        stick.didOpen = { [unowned self] in keepCopies(on: $0) }
    }

    func run() -> AgentEnding {
        while true {
            let found = arrivals.next()
            classify(found)
            if log.isOpen || mayStartWithoutStick { workOffVolumes() }
            // What appeared while volumes were worked on is found by another look.
            guard found.isEmpty else { continue }
            if isComplete { break }
            sayWhatIsWaitedFor()
            quiet.wait()
        }
        if quiet.isOutOfPatience {
            note(.notSettled, "devices still appearing after 3 min; some disks may be missed")
        }
        if devices.assembleArrays() {
            repeat {
                classify(arrivals.next())
                quiet.wait()
            } while !quiet.isSettled
            classify(arrivals.next())
            devices.reportMissingArrays()
        }
        workOffVolumes()
        workOffLockedVolumes()
        readOtherSticks()
        engine.finish()
        // While arrays are there, on which the system partition may be.
        let partitions = WindowsBoot.partitions(probes, removable: rules.settings.removable.value)
        devices.releaseArrays()
        return finish(startingFrom: partitions)
    }

    /// Classifies devices by what they are; the log partition is used as soon as it is there.
    private func classify(_ found: [BlockDevice]) {
        for device in found {
            devices.classify(device)
            log.seek(.own)
        }
        readOtherSticks()
        for (device, format) in devices.foreignLogPartitions.dropFirst(foreignSticks) {
            rules.tighten(byForeign: format, on: device.path)
            foreignSticks += 1
        }
    }

    private func note(_ code: NoteCode, _ message: String, device: String? = nil) {
        log.record(.note(NoteEvent(code: code, message: message, device: device)))
    }

    // MARK: The stick

    /// Takes keys and settings from the first stick of the run, before it is written; one that is write-protected has them
    /// too.
    private func read(_ stick: LogStick) {
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

    private func hasRead(_ stick: BlockDevice) -> Bool {
        readSticks.contains { $0.name == stick.name && $0.appearance == stick.appearance }
    }

    /// Sticks that were made from one file have one GUID, and which of them comes first is chance.
    private func readOtherSticks() {
        guard !readSticks.isEmpty else { return }
        for device in devices.ownLogPartitions where !hasRead(device) && Self.isPresent(device) {
            readSticks.append(device)
            let isBeside = isFirstStickPresent
            if !readOnly(device, { rules.tighten(by: StickSource(root: $0), on: device.path, isBeside: isBeside) }) {
                rules.tighten(by: UnreadableStick(), on: device.path, isBeside: isBeside)
            }
        }
    }

    private var isFirstStickPresent: Bool { readSticks.first.map(Self.isPresent) ?? false }

    private static func isPresent(_ device: BlockDevice) -> Bool {
        BlockDevice.all().contains { $0.name == device.name && $0.appearance == device.appearance }
    }

    /// Shows a FAT volume that nothing is written to.
    ///
    /// - Returns: False if it cannot be mounted.
    @discardableResult
    private func readOnly(_ device: BlockDevice, _ body: (_ root: String) -> Void) -> Bool {
        let target = AgentPaths.startupKeys
        guard (try? Mount.makeDirectory(target)) != nil,
            (try? StickMount.mount(device.path, on: target, readOnly: true)) != nil
        else { return false }
        body(target)
        try? Mount.unmount(target)
        return true
    }

    /// Copies go to the stick that has the record, which comes first where there is not room for both.
    private func keepCopies(on stick: LogStick) {
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
    private var mayStartWithoutStick: Bool {
        if !log.isSaved { return true }
        let isExpected = settings.medium == .stick && foreignSticks == 0
        guard quiet.isSettled, !isExpected || begin.millisecondsSince > 30_000 else { return false }
        log.seek(.all)
        if !log.isOpen, log.isSaved {
            let reason = devices.foreignLogPartitions.first.map { "\(StickName.logPartition) is \($0.format)" }
            stick.giveUp(
                "\(reason ?? "no stick with a log partition was found"); this screen is the only record", for: log)
        }
        return true
    }

    // MARK: Work and end

    private func workOffVolumes() {
        rules.begin()
        for volume in devices.takeVolumes() {
            if volume.locked == nil { engine.look(at: volume) } else { locked.append(volume) }
        }
    }

    /// Those that open by themselves first, so that a person who is asked sees the rest done.
    private func workOffLockedVolumes() {
        for volume in locked where isLeft(volume) { engine.look(at: volume) }
        locked.removeAll(where: isLeft)
        guard !locked.isEmpty else { return }
        readLooseKeys()
        unlocker.triesPerVolume = rules.settings.keyTries.value
        if rules.settings.ask.value == .always { unlocker.questions = KeyQuestions(screen: screen) }
        log.progress("Unlocking \(locked.count) BitLocker volume(s) ...")
        unlocker.prepare(locked.compactMap(\.locked))
        for volume in locked.compactMap(\.locked) {
            formerNames[volume.reference.device] = volume.computerName
            keyIDs[volume.reference.device] = volume.state.protectors.filter { $0.kind == .recoveryPassword }.map(\.id)
        }
        func isPrepared(_ volume: MachineVolume) -> Bool { volume.locked.map(unlocker.isPrepared) ?? false }
        for volume in locked.filter(isPrepared) + locked.filter({ !isPrepared($0) }) { engine.look(at: volume) }
        locked = []
    }

    /// Startup keys, and recovery keys as Windows saves them, lie in the root of sticks of the machine's owner, which are
    /// only read.
    private func readLooseKeys() {
        for device in devices.foreignSticks {
            readOnly(device) { keys.readLooseKeys(from: StickSource(root: $0)) }
        }
    }

    /// Whether no more devices are waited for: longer where no Windows was found yet, for a disk behind a slow controller
    /// may come last, and whoever reads "no Windows" sends the machine away.
    private var isComplete: Bool {
        guard quiet.isSettled, log.isOpen || mayStartWithoutStick else { return false }
        return hasFoundWindows || begin.millisecondsSince > Self.longestWait
    }

    private var hasFoundWindows: Bool { locked.contains { !isLeft($0) } || engine.hasFoundWindows }

    /// For how long after the start disks are waited for while there is no Windows, in milliseconds.
    private static let longestWait = 30_000

    private func sayWhatIsWaitedFor() {
        guard !hasSaidWaiting, quiet.isSettled, !hasFoundWindows, begin.millisecondsSince > 5_000 else { return }
        hasSaidWaiting = true
        log.progress("No Windows found yet; waiting up to \(Self.longestWait / 1000) s for slow disks ...")
    }

    /// Whether a volume is on a removable medium that is left alone.
    private func isLeft(_ volume: MachineVolume) -> Bool {
        volume.reference.removable == true && rules.settings.removable.value == .leave
    }

    /// Network drivers are loaded last, after the start of the record was written: the addresses it lacks are added here.
    private func recordNetworkAddresses() {
        let addresses = MachineFacts.read().hardwareAddresses.filter { !machine.macs.contains($0) }
        guard !addresses.isEmpty else { return }
        note(.networkAddresses, "hardware addresses: \(addresses.joined(separator: ", "))")
    }

    /// - Parameter partitions: From which Windows may be started next.
    private func finish(startingFrom partitions: Set<String>) -> AgentEnding {
        recordNetworkAddresses()
        let result = MachineResult(engine.results)
        let then = rules.settings.then.value.action(after: result.outcome)
        let mayStartWindows = result.outcome.isDone && !rules.settings.lookOnly.value && then != .poweroff
        let isWindowsNext = mayStartWindows && startWindowsNext(on: partitions)
        let advice =
            foreignSticks > 0 && !result.outcome.isDone
            ? RulesInForce.advice(besideForeignStick: result.next, result.code) : result.next
        let next = NextStart(isWindows: isWindowsNext, medium: settings.medium).text(result.outcome, advice)
        let end = EndEvent(
            outcome: result.outcome, code: result.code, reason: result.reason, next: next,
            seconds: begin.millisecondsSince / 1000)
        log.record(.end(end))
        sign(outcome: result.outcome)
        if !log.isSaved { log.forgetFailures() }
        let farewell = Farewell(screen: screen, then: then)
        return farewell.show(page(result, end, farewell), saving: log) { page(result, end, farewell) }
    }

    /// Behind the end, so that neither the repair nor its record waits for a person.
    private func sign(outcome: Outcome) {
        if rules.settings.ask.value == .always {
            KeyQuestions(screen: screen).openSigningKey(of: keys, outcome: outcome)
        }
        if let key = keys.signingKey {
            log.sign(with: key)
        } else if let sealed = keys.sealedSigningKeys.first {
            note(.notSigned, "\(sealed.name) stayed sealed: this log is not signed")
        }
    }

    /// The Windows on a volume; of a locked one, the name that BitLocker wrote down.
    private func names(of volume: VolumeResult) -> [String] {
        if volume.windows.isEmpty, volume.outcome == .locked, let name = formerNames[volume.volume.device] {
            return [name]
        }
        return volume.windows.map {
            [$0.computerName ?? "Windows", $0.productName].compactMap { $0 }.joined(separator: " ")
        }
    }

    /// The last page; the stick is let go for it.
    private func page(_ result: MachineResult, _ end: EndEvent, _ farewell: Farewell) -> FinalPage {
        let isReleased = log.close()
        let lines = result.volumes.map { volume in
            FinalPage.Line(
                windows: names(of: volume), device: volume.volume.device, outcome: volume.outcome,
                reason: volume.reason, isWorthReading: volume.code == .virtualDisk)
        }
        var page = FinalPage(
            outcome: result.outcome, reason: result.outcome == .repaired || lines.isEmpty ? result.reason : "",
            lines: lines, next: end.next,
            log: (log.problem ?? log.place ?? "none") + (isReleased ? "" : "; switch off before you pull the stick"),
            now: farewell.words(isSaved: log.isSaved), remarks: rules.remarks)
        page.keyIDs = result.volumes.filter { $0.outcome == .locked && $0.code != .removableDisk }
            .flatMap { keyIDs[$0.volume.device] ?? [] }
        if !log.isSaved {
            page.log = "NOT SAVED: \(page.log). Insert a stick to save it, or photograph the code"
            page.code = RecordCode(
                end, run: name, machine: machine, volumes: lines.count,
                removed: engine.results.reduce(0) { $0 + $1.removed.count }, keyID: page.keyIDs.first,
                hash: log.seal(), at: .now())
        }
        return page
    }

    /// Has the firmware start Windows next, so that the machine does not start from the stick again.
    ///
    /// - Returns: Whether it will.
    private func startWindowsNext(on partitions: Set<String>) -> Bool {
        guard let attempt = WindowsBoot.startNext(on: partitions) else { return false }
        note(.bootNext, attempt.message)
        return attempt.isSet
    }

    private static func randomName() -> String {
        // Eight hexadecimal digits: two runs of one second on one machine differ.
        let number = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - number.count) + number
    }
}
