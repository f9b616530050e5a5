public import RecoveryLog

/// Where the engine says what it does. An event is on its medium when `record` returns, as far as there is a medium:
/// what to do when there is none is not the engine's business.
public protocol RunRecorder: AnyObject {
    /// Writes down one event.
    func record(_ event: LogEvent)
}
