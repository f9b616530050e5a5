public import Timestamps

/// How many machines became done in each period. Runs whose clock was wrong have no place in it.
public struct Timeline: Sendable, Equatable {
    /// The length of the periods.
    public enum Unit: String, Sendable {
        /// One hour.
        case hour
        /// A day of UTC.
        case day
        /// Seven days.
        case week

        /// The length in seconds.
        var seconds: Int64 {
            switch self {
            case .hour: 3_600
            case .day: 86_400
            case .week: 604_800
            }
        }
    }

    /// One period.
    public struct Period: Sendable, Equatable {
        /// Its first moment.
        public let start: UTCTime
        /// Machines that became done by a repair.
        public internal(set) var repaired = 0
        /// Machines that became done because there was nothing to do.
        public internal(set) var nothingToDo = 0
        /// Runs that began, of any outcome.
        public internal(set) var runs = 0

        /// Machines that became done.
        public var done: Int { repaired + nothingToDo }
    }

    /// The length of the periods: hours for up to four days, days for up to four months, else weeks.
    public let unit: Unit
    /// The periods from the first run to the last, also those in which nothing happened.
    public let periods: [Period]
    /// Runs before the first period, which are left out so that there are no more than `maximumPeriods`.
    public let earlierRuns: Int

    /// The most periods.
    public static let maximumPeriods = 520

    /// The timeline of runs.
    ///
    /// - Parameter runs: when each began, and what its machine became by it for the first time, if that is done.
    init(_ runs: [(time: UTCTime, becameDone: MachineState?)]) {
        guard let first = runs.lazy.map(\.time).min(), let last = runs.lazy.map(\.time).max() else {
            (unit, periods, earlierRuns) = (.hour, [], 0)
            return
        }
        let days = (last.seconds - first.seconds) / Unit.day.seconds
        let unit: Unit = days < 4 ? .hour : days < 120 ? .day : .week
        func number(_ time: UTCTime) -> Int64 { Self.quotient(time.seconds, unit.seconds) }
        let end = number(last)
        let begin = max(number(first), end - Int64(Self.maximumPeriods) + 1)
        var periods = (begin...end).map { Period(start: UTCTime(seconds: $0 * unit.seconds)) }
        var earlier = 0
        for run in runs {
            let index = Int(number(run.time) - begin)
            guard index >= 0 else {
                earlier += 1
                continue
            }
            periods[index].runs += 1
            if run.becameDone == .repaired { periods[index].repaired += 1 }
            if run.becameDone == .nothingToDo { periods[index].nothingToDo += 1 }
        }
        (self.unit, self.periods, earlierRuns) = (unit, periods, earlier)
    }

    private static func quotient(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}
