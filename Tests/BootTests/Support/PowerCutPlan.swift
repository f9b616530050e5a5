import Foundation
import TestSupport
import VMLab

/// At which moments of a run power is cut. They are spread evenly over all that a run writes, from the first mount (the
/// stick's, whose mark of use is the first write) to the end, however many are made: cut 7 is the same in every series.
struct PowerCutPlan {
    /// A moment of a run.
    struct Moment {
        /// The number of writes and flushes that both disks have got by then.
        let writes: Int
        /// How much later it is: half of the cuts fall between two groups of writes, where most of a run's time goes.
        let delay: Duration
    }

    /// The last cut: UNLOOP_POWER_CUTS.
    static let last = number("UNLOOP_POWER_CUTS") ?? LongSeries.choose(20, of: 200)
    /// The first one, to go on with a series: UNLOOP_POWER_CUT_FIRST.
    static let first = number("UNLOOP_POWER_CUT_FIRST") ?? 1
    /// What decides which writes a cache loses: UNLOOP_POWER_CUT_SEED.
    static let seed = UInt64(number("UNLOOP_POWER_CUT_SEED") ?? 291)

    /// The number of writes and flushes of a run that is not cut.
    let writes: Int
    /// The time from its first write to its outcome.
    let duration: Duration

    /// When cut `number`, from 1, is made.
    func moment(_ number: Int) -> Moment {
        // Multiples of the golden ratio, without their whole part, are evenly spread however many they are.
        let part = (Double(number) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1)
        let late = (Double(number) * 0.414_213_562_373_095).truncatingRemainder(dividingBy: 1)
        return Moment(
            writes: 1 + Int(part * Double(writes)), delay: number.isMultiple(of: 2) ? .zero : duration * (late / 10))
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }
}
