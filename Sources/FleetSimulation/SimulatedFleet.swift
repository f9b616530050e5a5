internal import RecoveryLog
internal import Timestamps
internal import Vocabulary

/// A fleet of machines that were repaired with a number of sticks, and what the sticks look like afterwards: logs that were
/// copied, cut, changed and zeroed, clocks that are wrong, files of others. The same seed makes the same bytes.
public struct SimulatedFleet: Sendable {
    /// A folder of logs.
    public struct Stick: Sendable {
        /// Its name.
        public let name: String
        /// Its files in the order in which they were made.
        public var files: [SimulatedFile] = []

        /// An empty stick.
        public init(name: String) { self.name = name }
    }

    /// The sticks, in the order in which they are to be collected: copies that were made before, the sticks themselves, and
    /// copies that were made after.
    public private(set) var sticks: [Stick]
    /// What a collection must say.
    public private(set) var truth = FleetTruth()
    /// The machines, with the names that they had in the end.
    public private(set) var machines: [SimulatedMachine] = []
    /// The numbers of the machines that said their names in a log that can be read, each with those names.
    public private(set) var names: [Int: Set<String>] = [:]

    private var random: SplitMix64
    private var newest: [Int: Outcome?] = [:]
    /// The time at each stick, in seconds since 1970.
    private var clocks: [Int64]
    /// Machines whose clock is wrong, with the time that it always starts with.
    private var wrongClocks: [Int: Int64] = [:]

    /// Sticks whose number is divisible by this are to be read as images, because machines with a wrong clock come to them
    /// twice: their order is all there is to tell which run is the newest.
    public static let imageInterval = 4

    /// The newest outcome of a machine, `cut` without one; nil if no log of it can be read.
    public func outcome(of machine: Int) -> String? { newest[machine].map { $0?.rawValue ?? "cut" } }

    /// A fleet.
    public init(machines size: Int, sticks count: Int, mix: FleetMix = .usual, seed: UInt64 = 291) {
        random = SplitMix64(seed: seed)
        sticks = [Stick(name: "before")] + (0..<count).map { Stick(name: "stick-\($0)") } + [Stick(name: "after")]
        clocks = Array(repeating: 1_721_370_000, count: count)
        makeMachines(size, mix)
        for stick in 0..<count { addForeignFiles(to: stick) }
        for machine in machines {
            // What was renamed with a wrong clock may be two machines.
            if random.happens(mix.wrongClocks), machine.kind != .renamed {
                wrongClocks[machine.number] = random.happens(800) ? 1_041_379_200 : 2_051_222_400
            }
            visit(machine, with: machine.number % count, isFirst: true)
        }
        for machine in machines where mix.needsImages || wrongClocks[machine.number] == nil {
            visitAgain(machine, sticks: count)
        }
        truth.machines = newest.count
        for outcome in newest.values { truth.newest[outcome?.rawValue ?? "cut", default: 0] += 1 }
        countDoubts()
    }

    private mutating func makeMachines(_ size: Int, _ mix: FleetMix) {
        while machines.count < size {
            let machine = SimulatedMachine(machines.count, mix, &random)
            machines.append(machine)
            guard case .clone(let group) = machine.kind else { continue }
            for _ in 0..<min(Int.random(in: 1...3, using: &random), size - machines.count) {
                machines.append(SimulatedMachine(machines.count, cloneOf: machine, group: group, &random))
            }
        }
    }

    /// What a collection cannot know for certain of the machines that say what others say, too.
    private mutating func countDoubts() {
        var groups: [Int: [Int]] = [:]
        for machine in machines where newest[machine.number] != nil {
            if case .clone(let group) = machine.kind { groups[group, default: []].append(machine.number) }
        }
        for group in groups.values {
            let named = group.count { names[$0] != nil }
            if named > 1 { truth.doubts["shared-number", default: 0] += named }
            if named > 0, named < group.count { truth.doubts["uncertain-machine", default: 0] += group.count - named }
        }
        let renamed = names.values.count { $0.count > 1 }
        if renamed > 0 { truth.doubts["renamed"] = renamed }
    }

    private mutating func visitAgain(_ machine: SimulatedMachine, sticks count: Int) {
        let home = machine.number % count
        let hasWrongClock = wrongClocks[machine.number] != nil
        let isDone = [.repaired, .nothingToDo, .noWindows].contains(newest[machine.number] ?? nil)
        guard random.happens(machine.kind == .renamed ? 1000 : isDone ? 10 : 600),
            !hasWrongClock || home.isMultiple(of: Self.imageInterval)
        else { return }
        var machine = machine
        if machine.kind == .renamed {
            machine.name = "NEW-\(machine.number)"
            machines[machine.number].name = machine.name
        }
        // A right clock tells the order whatever the stick.
        visit(machine, with: hasWrongClock ? home : Int.random(in: 0..<count, using: &random), isFirst: false)
    }

    private mutating func visit(_ machine: SimulatedMachine, with stick: Int, isFirst: Bool) {
        clocks[stick] += Int64.random(in: 60...240, using: &random)
        // All sticks' second visits come after all first ones.
        let now = clocks[stick] + (isFirst ? 0 : 10 * 86_400)
        let wrong = wrongClocks[machine.number].map { $0 + Int64.random(in: 10...90, using: &random) }
        let ending = ending(of: machine, isFirst: isFirst)
        let run = SimulatedRun(
            machine: machine, ending: ending ?? .nothingToDo, isCut: ending == nil,
            started: UTCTime(seconds: wrong ?? now), run: random.hexadecimal(16), label: "site \(stick % 7)",
            seconds: 20 + machine.number % 90)
        let fate: SimulatedFile.Fate =
            switch Int.random(in: 0..<1000, using: &random) {
            case 0..<10 where run.outcome != nil: .edited
            // A lost line may be the one that tells it from others.
            case 10..<15 where machine.isKnownByNumber: .zeroed
            case 15..<18: .headless
            default: .whole
            }
        add(run, fate, to: stick + 1)
        if fate == .headless { return }
        keep(run)
        if !run.isCut, run.ending.showsName, let name = machine.name { names[machine.number, default: []].insert(name) }
        if let outcome = run.outcome {
            newest[machine.number] = outcome
        } else if newest[machine.number] == nil {
            newest[machine.number] = .some(nil)
        }
        if fate == .whole { copy(run) }
    }

    /// How a run ends; nil for one whose log is cut off.
    private mutating func ending(of machine: SimulatedMachine, isFirst: Bool) -> SimulatedEnding? {
        if !isFirst { return .repaired }
        // Without a number of its own, a Windows or a BitLocker volume, a machine is not known again.
        if !machine.isKnownByNumber {
            let endings: [SimulatedEnding] = [.repaired, .repaired, .nothingToDo, .lookOnly, .stuckFile, .returnedFile]
            if machine.hasBitLocker, random.happens(200) { return .locked }
            return endings.randomElement(using: &random)
        }
        return switch Int.random(in: 0..<100, using: &random) {
        case 0..<70: .repaired
        case 70..<80: .nothingToDo
        case 80..<88: machine.hasBitLocker ? .locked : .unreadableFolder
        case 88..<91: [.hibernated, .lookOnly, .dirty, .link].randomElement(using: &random)
        case 91..<95: [.stuckFile, .returnedFile, .unreadableDisk].randomElement(using: &random)
        case 95..<97: [.noWindows, .noDisk].randomElement(using: &random)
        default: nil
        }
    }

    /// Counts a content that is kept.
    private mutating func keep(_ run: SimulatedRun) {
        truth.runs[run.outcome?.rawValue ?? "cut", default: 0] += 1
        // A cut log has lost its outcome, not its keys.
        truth.removedFiles += run.removed
        truth.verifiedFiles += run.verified
        truth.usedKeys += run.usedKeys
    }

    /// Counts a log and puts it on a stick.
    private mutating func add(_ run: SimulatedRun, _ fate: SimulatedFile.Fate, to stick: Int) {
        sticks[stick].files.append(SimulatedFile(run, fate))
        if fate == .headless {
            truth.refused += 1
            return
        }
        truth.logs += 1
        if fate == .edited { truth.edited += 1 }
        if fate == .zeroed { truth.damaged += 1 }
        if case .cut = fate { truth.cut += 1 } else if run.outcome == nil { truth.cut += 1 }
        if wrongClocks[run.machine.number] != nil { truth.wrongClocks += 1 }
    }

    /// Copies a log to where others are collected, before the stick or after it.
    private mutating func copy(_ run: SimulatedRun) {
        let (before, after) = (0, sticks.count - 1)
        let isTorn = random.happens(500)
        let lines = Int.random(in: 1...6, using: &random)
        switch Int.random(in: 0..<1000, using: &random) {
        case 0..<50:
            add(run, .whole, to: before)
            truth.known += 1
        case 50..<100:
            add(run, .whole, to: after)
            truth.known += 1
        case 100..<115:
            add(run, .cut(lines: lines, isTorn: isTorn), to: before)
            truth.completed += 1
        case 115..<130:
            add(run, .cut(lines: lines, isTorn: isTorn), to: after)
            truth.known += 1
        case 130..<133 where run.outcome != nil:
            add(run, .edited, to: after)
            truth.conflicting += 1
            keep(run)
        default: break
        }
    }

    private mutating func addForeignFiles(to stick: Int) {
        sticks[stick + 1].files += [
            SimulatedFile(foreign: "report.jsonl", "{\"level\":\"info\",\"message\":\"not ours\"}\n"),
            SimulatedFile(foreign: "empty.jsonl", ""),
            SimulatedFile(foreign: "._report.jsonl", "\u{0}\u{5}\u{16}\u{7}"),
            SimulatedFile(foreign: "notes.txt", "stick \(stick)"),
            SimulatedFile(
                foreign: "future.jsonl",
                #"{"event":"start","time":"2030-01-01T00:00:00.000Z","sequence":0,"schema":"unloop-log/9","run":"f","#
                    + #""image":"i","version":"9","mode":"repair","machine":{"macs":[],"firmware":"uefi","#
                    + #""secureBoot":"on"},"settings":[]}"# + "\n"),
        ]
        truth.refused += 3
    }
}
