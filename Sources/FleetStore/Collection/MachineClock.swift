internal import Timestamps

/// Judges the times that machines tell.
enum MachineClock {
    /// No image of Unloop is older than the incident that it was made for: 19 July 2024.
    static let earliest = UTCTime(seconds: 1_721_347_200)
    /// Clocks that keep local time, and time zones, make a day; more is wrong.
    private static let tolerance: Int64 = 2 * 86_400

    /// Whether a run cannot have begun when its machine says.
    static func isWrong(_ started: UTCTime, collected: UTCTime) -> Bool {
        started < earliest || started.seconds > collected.seconds + tolerance
    }
}
