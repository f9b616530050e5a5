/// How far the writing of one stick is.
public struct StickProgress: Sendable, Equatable {
    /// What is being done.
    public enum Phase: Sendable, Equatable {
        case writing
        case verifying
        /// Partition tables and boot sectors are put in their places.
        case sealing
    }

    /// What is being done.
    public let phase: Phase
    /// Bytes of that phase that are done.
    public let done: Int64
    /// Bytes of the phase.
    public let total: Int64
    /// Seconds since the phase began.
    public let seconds: Double

    /// Bytes a second.
    public var speed: Double { seconds > 0 ? Double(done) / seconds : 0 }
    /// Seconds until the phase's end, or nil while nothing is known of the speed.
    public var remaining: Double? { speed > 0 ? Double(total - done) / speed : nil }
}
