internal import RecoveryLog
internal import Vocabulary

/// Where the record of a run goes as it grows: the log partition of a stick, a server. A run may have several, and each takes
/// the whole record; a sink that fails delays the record, not the repair.
protocol RecordSink: AnyObject {
    /// Whether it takes the record as it grows.
    var isOpen: Bool { get }
    /// How many bytes of the record's log are there to stay, whatever happens to this machine.
    var durableBytes: Int { get }
    /// Why it lacks something of the record, in words for a person; nil while it lacks nothing that it was given.
    var delay: String? { get }
    /// Where a person finds the record in it; nil before its first line is there.
    var place: String? { get }

    /// Brings what is new to the medium. What prevents it becomes the `delay`, and a note in the record.
    func take(from keeper: any RecordKeeper)
    /// Looks for a medium that has not been tried since it appeared, and brings the whole record to it.
    func seek(_ search: RecordSearch, for keeper: any RecordKeeper)
    /// Every medium may be tried once more.
    func forgetFailures()
    /// Lets the medium go: nothing more is written to it.
    ///
    /// - Returns: Whether it was released in order.
    func close() -> Bool
}

/// How far a sink looks for its medium.
enum RecordSearch {
    /// Only what belongs to this image.
    case own
    /// Anything that may take a record.
    case all
}

/// Who keeps the record in memory, as a sink sees it.
protocol RecordKeeper: AnyObject {
    /// The record so far. Nothing about its first line can be changed any more. Nil when not even that line could be made.
    func sealed() -> RunRecord?
    /// Whether the run's end is in the record.
    var isEnded: Bool { get }
    /// Adds what a sink says about itself to the record, without feeding any sink; nothing follows the run's end.
    func note(_ code: NoteCode, _ message: String, device: String?)
    /// Shows a sink's failure, unless an earlier one is still shown.
    func show(failure: String)
}
