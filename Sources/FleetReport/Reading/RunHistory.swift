internal import GRDB
internal import Timestamps

/// All runs, machine by machine in their order.
struct RunHistory {
    /// The number of runs.
    private(set) var count = 0
    /// The runs of each machine.
    private(set) var machines: [Int64: (runs: Int, repairs: Int)] = [:]
    let timeline: Timeline
    let throughput: Throughput

    /// The lengths of runs that can be true, in seconds: no run takes a week.
    private static let lengths: Range<Int64> = 0..<604_800

    init(_ database: Database) throws {
        var timed: [(time: UTCTime, becameDone: MachineState?)] = []
        var lengths: [Int] = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT machine_id, started, clock_is_wrong, outcome, seconds FROM runs
                ORDER BY machine_id, ordered_at, stick_order, run_id
                """)
        var current: Int64?
        var isDone = false
        while let row = try rows.next() {
            let machine = row.number(0) ?? 0
            if machine != current { (current, isDone) = (machine, false) }
            let state = MachineState(outcome: row.text(3))
            count += 1
            machines[machine, default: (0, 0)].runs += 1
            if state == .repaired { machines[machine]?.repairs += 1 }
            if state.isDone, let seconds = row.number(4), Self.lengths.contains(seconds) {
                lengths.append(Int(seconds))
            }
            if row.number(2) == 0, let time = row.text(1).flatMap({ UTCTime($0) }) {
                timed.append((time, state.isDone && !isDone ? state : nil))
            }
            isDone = isDone || state.isDone
        }
        timeline = Timeline(timed)
        throughput = Self.throughput(timed, lengths: lengths)
    }

    private static func throughput(
        _ runs: [(time: UTCTime, becameDone: MachineState?)], lengths: [Int]
    ) -> Throughput {
        var done: [Int64: Int] = [:]
        for run in runs { done[run.time.seconds / 3_600, default: 0] += run.becameDone == nil ? 0 : 1 }
        let sorted = lengths.sorted()
        return Throughput(
            machines: done.values.reduce(0, +), workHours: done.count, busiestHour: done.values.max() ?? 0,
            // Of an even number, the lower of the two in the middle: a length that was measured.
            medianSeconds: sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2])
    }
}
