import Foundation

/// How much of a long series a run makes: a part that has each kind once, or, with `scripts/test --long`, all of it.
public enum LongSeries {
    /// Whether a run makes all of it.
    public static let isWhole = ProcessInfo.processInfo.environment["UNLOOP_LONG"] != nil

    /// A usual run's part of a series, or all of it.
    public static func choose<Value>(_ part: Value, of whole: Value) -> Value { isWhole ? whole : part }
}
