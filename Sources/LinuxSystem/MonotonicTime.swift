internal import Glibc

/// A moment of the monotonic clock: counts from the start of the kernel and never jumps.
public struct MonotonicTime: Hashable, Comparable, Sendable {
    /// Since the kernel's start, in nanoseconds.
    public let nanoseconds: Int64

    /// A moment by its distance from the kernel's start.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The present moment (CLOCK_MONOTONIC).
    public static func now() -> MonotonicTime {
        MonotonicTime(nanoseconds: clockNanoseconds(CLOCK_MONOTONIC))
    }

    /// Whether the left moment comes first.
    public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The moment that lies the given time after this one.
    public func advanced(byMilliseconds milliseconds: Int) -> MonotonicTime {
        let (product, overflow) = Int64(milliseconds).multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflows) = nanoseconds.addingReportingOverflow(product)
        return MonotonicTime(nanoseconds: overflow || overflows ? .max : sum)
    }

    /// Milliseconds from now until this moment, rounded up; 0 when it has passed.
    public var millisecondsFromNow: Int {
        let left = nanoseconds - Self.now().nanoseconds
        return left <= 0 ? 0 : Int((left - 1) / 1_000_000 + 1)
    }

    /// Milliseconds from this moment until now.
    public var millisecondsSince: Int { Int((Self.now().nanoseconds - nanoseconds) / 1_000_000) }
    /// Whole seconds between the kernel's start and this moment.
    public var secondsSinceBoot: Int { Int(nanoseconds / 1_000_000_000) }
}

/// The machine's idea of UTC in nanoseconds since 1970 (CLOCK_REALTIME): as wrong as its clock chip.
public func currentUTCNanoseconds() -> Int64 { clockNanoseconds(CLOCK_REALTIME) }

/// Lets this thread rest for the given time.
public func pause(milliseconds: Int) {
    guard milliseconds > 0 else { return }
    var left = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    var rest = timespec()
    while nanosleep(&left, &rest) == -1, errno == EINTR { left = rest }
}

private func clockNanoseconds(_ clock: clockid_t) -> Int64 {
    var now = timespec()
    clock_gettime(clock, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}
