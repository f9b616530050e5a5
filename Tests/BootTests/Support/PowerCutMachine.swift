import Foundation
import VMLab

/// A broken machine and a stick, both with write caches that lose what no flush has followed.
struct PowerCutMachine {
    let bench: Bench
    /// The stick and the disk as they were before.
    let originals: [String]
    private let images: [String]
    private let logs: [String]

    init(_ bench: Bench, originals: [String]) throws {
        self.bench = bench
        self.originals = originals
        let folder = bench.folder
        images = originals.indices.map { folder.appendingPathComponent("running-\($0).img").path }
        logs = originals.indices.map { folder.appendingPathComponent("writes-\($0).log").path }
        for (original, image) in zip(originals, images) { try DiskComparison.copy(original, to: image) }
        for log in logs { try Data().write(to: URL(fileURLWithPath: log)) }
    }

    private func configuration() throws -> VirtualMachine.Configuration {
        var configuration = try bench.direct(
            [.loggedStick(images[0], log: logs[0]), .loggedNVMe(images[1], log: logs[1])], "unloop.then=poweroff")
        bench.prepare(&configuration)
        return configuration
    }

    /// Both disks' writes and flushes so far.
    private func writes() throws -> Int { try logs.reduce(0) { try $0 + WriteLog(reading: $1).count } }

    /// Runs to the end, and measures.
    func runToTheEnd() async throws -> (plan: PowerCutPlan, transcript: String) {
        try await VirtualMachine.run(try configuration()) { machine in
            try await reach(machine) { try writes() > 0 }
            let begin = ContinuousClock.now
            try await machine.wait(for: "Unloop outcome: ", timeout: Bench.patience)
            let duration = ContinuousClock.now - begin
            try await machine.waitForExit(timeout: Bench.patience)
            return (PowerCutPlan(writes: try writes(), duration: duration), machine.transcript)
        }
    }

    /// Runs until a moment, and kills the machine there.
    ///
    /// - Returns: what the serial port has said.
    func run(until moment: PowerCutPlan.Moment) async throws -> String {
        try await VirtualMachine.run(try configuration()) { machine in
            try await reach(machine) { try writes() >= moment.writes }
            let end = ContinuousClock.now + moment.delay
            try await reach(machine) { ContinuousClock.now >= end }
            machine.kill()
            return machine.transcript
        }
    }

    /// Waits for a moment, or for the machine's end.
    private func reach(_ machine: VirtualMachine, _ isReached: () throws -> Bool) async throws {
        let deadline = ContinuousClock.now + Bench.patience
        while try !isReached(), machine.isRunning {
            guard ContinuousClock.now < deadline else {
                throw BenchError("the moment of the cut was never reached:\n\(machine.transcript)")
            }
            // Between two writes of one flush lies less than a millisecond.
            try await Task.sleep(for: .microseconds(200))
        }
    }

    /// The stick and the disk, as the cut has left them.
    ///
    /// - Parameter seed: decides what the caches lose; nil for a run that was not cut.
    func remains(seed: UInt64?) throws -> (stick: String, disk: String, cachedWrites: Int) {
        let cached = try cachedWrites(of: .stick) + cachedWrites(of: .disk)
        return (try rebuilt(.stick, seed: seed), try rebuilt(.disk, seed: seed), cached)
    }

    /// The parts of the machine.
    enum Part: Int { case stick, disk }

    /// The number of writes and flushes of a part.
    func writes(of part: Part) throws -> Int { try WriteLog(reading: logs[part.rawValue]).count }

    /// The number of writes that the part's cache may hold after so many writes and flushes; nil are all of them.
    func cachedWrites(of part: Part, after count: Int? = nil) throws -> Int {
        try WriteLog(reading: logs[part.rawValue]).cachedCount(after: count)
    }

    /// A part as a cut leaves it.
    ///
    /// - Parameter count: how many writes and flushes it has got by then; nil are all of them.
    func rebuilt(_ part: Part, after count: Int? = nil, seed: UInt64?) throws -> String {
        let image = bench.folder.appendingPathComponent("remains-\(part).img").path
        try DiskComparison.copy(originals[part.rawValue], to: image)
        // A stick's sectors are what it is written by; the sectors of disks have had 4 KiB since 2011.
        let loss = seed.map { CacheLoss(seed: $0 &* 2 &+ UInt64(part.rawValue), unit: part == .stick ? 512 : 4096) }
        try WriteLog(reading: logs[part.rawValue]).replay(onto: image, after: count, losing: loss)
        return image
    }

    /// The images that the run itself has written: what is there when a cache loses nothing.
    var running: [String] { images }
}
