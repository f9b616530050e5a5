/// A table of a report, before it becomes text, Markdown or HTML.
public struct ReportSection: Sendable, Equatable {
    /// A value in it.
    public enum Cell: Sendable, Equatable {
        /// Our own words.
        case words(String)
        /// Text from a disk, a log or an inventory: to be made safe by whoever shows it.
        case foreign(String)
        /// A number.
        case number(Int)
        /// Where a machine stands.
        case state(MachineState)
        /// Nothing is known.
        case none
    }

    /// A stable name, for links.
    public let id: String
    /// The heading.
    public let title: String
    /// What the table is for, in a sentence.
    public let note: String
    /// The headings of the columns.
    public let columns: [String]
    /// The rows, each with a cell for every column.
    public let rows: [[Cell]]
    /// Whether every row is a machine that needs work: a form that shortens tables shortens these last.
    public let isWork: Bool

    init(id: String, title: String, note: String, columns: [String], rows: [[Cell]], isWork: Bool = false) {
        self.id = id
        self.title = title
        self.note = note
        self.columns = columns
        self.rows = rows
        self.isWork = isWork
    }
}

extension ReportSection.Cell {
    /// A moment as people read it: `2024-07-19 05:27`, in UTC.
    static func moment(_ text: String?) -> ReportSection.Cell { text.map { .foreign(shortTime($0)) } ?? .none }

    static func known(_ text: String?) -> ReportSection.Cell { text.map { .foreign($0) } ?? .none }
}

/// A moment without seconds: `2024-07-19T05:27:00.000Z` becomes `2024-07-19 05:27`. Anything else stays.
func shortTime(_ text: String) -> String {
    text.utf8.count == 24 ? "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))" : text
}
