public import Timestamps

/// An event with its time and its number: one line of a log.
public struct LogRecord: Sendable, Equatable {
    /// What was found or done.
    public let event: LogEvent
    /// When, by the machine's clock, which can be wrong.
    public let time: UTCTime
    /// The line's number in its log, from 0. A missing number is a lost line.
    public let sequence: Int

    /// A line of a log.
    public init(event: LogEvent, time: UTCTime, sequence: Int) {
        self.event = event
        self.time = time
        self.sequence = sequence
    }
}

extension LogRecord: Codable {
    private enum CodingKeys: String, CodingKey { case event, time, sequence }

    /// Reads the members of the event beside `event`, `time` and `sequence`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        time = try container.decode(UTCTime.self, forKey: .time)
        sequence = try container.decode(Int.self, forKey: .sequence)
        event = try LogEvent(try container.decode(LogEvent.Kind.self, forKey: .event), from: decoder)
    }

    /// Writes `event`, `time` and `sequence`, then the members of the event.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(event.kind, forKey: .event)
        try container.encode(time, forKey: .time)
        try container.encode(sequence, forKey: .sequence)
        try event.payload.encode(to: encoder)
    }
}
