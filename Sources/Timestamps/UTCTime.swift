/// A moment in UTC with milliseconds, without leap seconds, as logs and remedies write it.
///
/// Years 1 to 9999 of the proleptic Gregorian calendar: what ISO 8601 writes with four digits. Moments outside (a damaged
/// disk can hold any) are moved to the nearest end.
public struct UTCTime: Hashable, Sendable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// The first moment of the year 1.
    public static let earliest = UTCTime(milliseconds: Int64.min)
    /// The last moment of the year 9999.
    public static let latest = UTCTime(milliseconds: Int64.max)

    private static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// A moment by its milliseconds since 1970.
    public init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound)
    }

    /// A moment by its seconds since 1970 (Unix time).
    public init(seconds: Int64) {
        let (milliseconds, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        self.init(milliseconds: overflows ? (seconds < 0 ? .min : .max) : milliseconds)
    }

    /// Seconds since 1970, rounded down.
    public var seconds: Int64 {
        (milliseconds - Self.remainder(milliseconds, 1000)) / 1000
    }

    /// Whether one moment is before another.
    public static func < (left: UTCTime, right: UTCTime) -> Bool { left.milliseconds < right.milliseconds }

    static func remainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
