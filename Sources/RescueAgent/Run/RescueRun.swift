internal import AgentScreen
internal import Diagnostics
internal import LinuxMachine
internal import LinuxSystem
internal import MachineVolumes
internal import RecoveryLog
internal import RepairEngine
internal import RunSettings
internal import Vocabulary

/// One run of the repair, from the first device to the last page.
final class RescueRun {
    let settings: AgentSettings
    let machine: MachineIdentity
    let screen: Screen
    let quiet: DeviceQuiet
    let name: String
    let begin: MonotonicTime
    let log: RunLog
    let stick: StickSink
    let engine: RepairEngine
    private let probes: DeviceProbes
    let devices: MachineDevices
    let rules: RulesInForce
    let keys: KeyStore
    private let unlocker: BitLockerUnlocker
    private var arrivals = DeviceArrivals()
    var quarantine: StickQuarantine?
    /// The log partitions whose settings were read; the first one's hold, as far as no other's are stricter.
    var readSticks: [BlockDevice] = []
    /// How many log partitions were found that somebody has formatted anew.
    var foreignSticks = 0
    /// BitLocker volumes, which wait until all devices and so all keys are there.
    private var locked: [MachineVolume] = []
    /// Whether the screen says that disks are waited for.
    private var hasSaidWaiting = false
    /// The IDs of recovery keys, by the device of the volume that they open.
    var keyIDs: [String: [String]] = [:]
    /// The computers' names by BitLocker's descriptions, by the volume's device.
    var formerNames: [String: String] = [:]

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
        let marks =
            settings.logPartition.map { StickMarks(onlyLogPartition: $0) }
            ?? StickMarks(disk: image.disk, logPartition: image.logPartition, medium: settings.medium)
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

    func note(_ code: NoteCode, _ message: String, device: String? = nil) {
        log.record(.note(NoteEvent(code: code, message: message, device: device)))
    }

    // MARK: Work

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
            formerNames[volume.reference.device] = volume.computerName.flatMap { ComputerName.isOfSetup($0) ? nil : $0 }
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
        if hasAllDisks, log.isOpen { return true }
        guard quiet.isSettled, log.isOpen || mayStartWithoutStick else { return false }
        return hasFoundWindows || begin.millisecondsSince > Self.longestWait
    }

    /// Whether as many disks are there as the command line says, and no driver is being loaded. The kernel has read a disk's
    /// partition table by the time that the disk was opened, and all of them were.
    private var hasAllDisks: Bool {
        guard let wanted = settings.disks, !quiet.isLoading else { return false }
        return BlockDevice.all().count { $0.partition == nil && $0.mappedName == nil && $0.bus != .raid } >= wanted
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

    private static func randomName() -> String {
        // Eight hexadecimal digits: two runs of one second on one machine differ.
        let number = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - number.count) + number
    }
}
