/// What came of collecting a source.
public struct CollectionSummary: Sendable, Equatable, Codable {
    /// A file that was no log, or could not be read.
    public struct RefusedFile: Sendable, Equatable, Codable {
        /// The path within the source.
        public let name: String
        /// Why.
        public let reason: String

        /// The file and the reason in one line, without a name that the reason starts with.
        public func line(in source: String) -> String {
            if reason.hasPrefix(source) { return reason }
            return reason.hasPrefix("\(name): ") ? "\(source): \(reason)" : "\(source): \(name): \(reason)"
        }
    }

    /// The source, as the caller named it.
    public let source: String
    /// What the source is: `folder`, `file`, `zip`, `image` or `device`.
    public let kind: String
    /// Files of the source, as far as it was read: logs, refused and foreign ones together.
    public internal(set) var entries = 0
    /// Files that are no logs by their names.
    public internal(set) var foreign = 0
    /// What is wrong with the medium, though it was read.
    public internal(set) var oddities: [String] = []
    /// Files that were logs.
    public internal(set) var logs = 0
    /// Runs that the collection did not have.
    public internal(set) var new = 0
    /// Logs that it had: the same, or a cut copy of what it has.
    public internal(set) var known = 0
    /// Logs of which it had a cut copy.
    public internal(set) var completed = 0
    /// Logs whose run it has with another content, which is kept too.
    public internal(set) var conflicting = 0
    /// Logs without an end.
    public internal(set) var cut = 0
    /// Logs with a line that was changed after it was written.
    public internal(set) var edited = 0
    /// Logs with lines that the medium lost, and none that was changed.
    public internal(set) var damaged = 0
    /// Logs whose machine's clock is wrong.
    public internal(set) var wrongClocks = 0
    /// Lines that could not be read.
    public internal(set) var damagedLines = 0
    /// Files that were no logs, or could not be read.
    public internal(set) var refused: [RefusedFile] = []

    init(source: String, kind: LogSource.Kind) {
        self.source = source
        self.kind = kind.rawValue
    }
}
