/// The name of the log's format, as the start event carries it.
///
/// The number rises when a reader of the old format would misread the new one; new events and keys do not raise it.
public let recoveryLogSchema = "unloop-log/1"
