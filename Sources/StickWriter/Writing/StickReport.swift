public import Diagnostics
internal import Vocabulary

/// What came of writing one stick.
public struct StickReport: Sendable {
    /// The end of it.
    public enum Outcome: String, Sendable {
        /// It is whole, and was read back.
        case written
        /// It was begun, and says so to whoever starts from it.
        case incomplete
        /// It may not even say that it is incomplete: the device refused to be written at all.
        case failed
    }

    /// The end of it.
    public var outcome: Outcome = .failed
    /// Why it is not whole.
    public var problem: StickWriterError?
    /// Bytes that were written, zeros and the mark of an incomplete stick not counted.
    public var bytesWritten: Int64 = 0
    /// Seconds for writing, until all was on the medium; verification is told apart.
    public var writeSeconds: Double = 0
    /// Seconds for reading it back.
    public var verifySeconds: Double = 0

    /// Bytes a second.
    public var speed: Double { writeSeconds > 0 ? Double(bytesWritten) / writeSeconds : 0 }

    /// A report of nothing done.
    init() {}

    /// A stick that could not be begun.
    public init(failure: StickWriterError) { problem = failure }
}
