internal import FleetStore

extension FuzzTarget {
    /// A log is kept or refused, and a second time nothing is new.
    func collectLog(_ input: [UInt8]) {
        guard let database = try? FleetDatabase.inMemory(),
            let first = collect(input, into: database), let second = collect(input, into: database)
        else { preconditionFailure("a log cannot be collected") }
        precondition(first.logs + first.refused.count == 1, "a log is neither kept nor refused")
        precondition(first.new == first.logs && second.new == 0 && second.known == first.logs, "a log is new twice")
        for machine in (try? MachineHistory.find("S-1", in: database)) ?? [] {
            precondition(machine.runs.count == 1, "a log is more than one run")
        }
    }

    private func collect(_ input: [UInt8], into database: FleetDatabase) -> CollectionSummary? {
        guard let source = try? LogSource.inMemory(input, name: "f.jsonl") else { return nil }
        return try? FleetCollector(into: database).collect(source)
    }

    /// Whatever is on a medium, reading its logs ends, and they are not larger than the medium.
    func readStick(_ input: [UInt8]) {
        guard let source = try? LogSource.inMemory(input, name: "f.img") else { return }
        var files = 0
        ParallelReading.forEach(of: source) {
            (try? $0.read().count) ?? 0
        } consume: { size in
            precondition(size <= input.count, "a file is larger than its medium")
            files += 1
        }
        precondition(files <= input.count / 32, "more files than entries")
    }
}
