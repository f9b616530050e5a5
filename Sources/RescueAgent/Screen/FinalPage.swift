internal import RecoveryLog
internal import Vocabulary

/// What the person before the machine sees at the end: the outcome in large letters, a line for each volume, what to do
/// next, and where the log is.
struct FinalPage: Equatable {
    let outcome: Outcome
    /// Why; empty where a volume's line says it.
    let reason: String
    /// A title and a reason for each volume.
    let volumes: [(title: String, text: String)]
    let next: String
    /// Where the log is, or why there is none.
    var log: String
    /// What happens now: which key does what, or that the machine restarts.
    var now: String
    /// Mistakes in the settings.
    var remarks: [String] = []
    /// The record to be photographed, where no stick has it.
    var code: RecordCode?

    static func == (left: FinalPage, right: FinalPage) -> Bool { left.plain == right.plain }

    /// The page in plain lines, for a serial line. The first line is for programs too.
    var plain: String {
        let lines =
            ["Unloop outcome: \(outcome.rawValue)", "", outcome.banner]
            + (reason.isEmpty ? [] : [displaySafe(reason, limit: 500)])
            + volumes.map { "  \(displaySafe($0.title, limit: 100)): \(displaySafe($0.text, limit: 500))" }
            + remarks.map { "Settings: \(displaySafe($0, limit: 500))" }
            + ["Next: \(next)", "Log: \(displaySafe(log, limit: 300))"]
            + (code.map { ["Code: \($0.text)"] } ?? []) + [now]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The page for a screen of the given size in characters: the outcome's band, then the lines, as many as there is
    /// room for. What to do next is always among them. The code, if there is one, stands to the right of all.
    func screen(columns: Int, rows: Int) -> String {
        let begin = "\u{1B}[0m\u{1B}[2J\u{1B}[H\u{1B}[?25l"
        guard let code = codeFitting(columns, rows) else {
            return begin + lines(columns: columns, rows: rows).joined(separator: "\r\n")
        }
        let left = columns - code.columns
        let picture = code.lines.enumerated().map { "\u{1B}[\($0 + 1);\(left + 1)H\($1)" }.joined()
        let text = lines(columns: left - 1, rows: rows).enumerated().map { "\u{1B}[\($0 + 1);1H\($1)" }.joined()
        return begin + picture + text
    }

    /// As much of the record as a code can hold that leaves room for the text; nil where there is none.
    func codeFitting(_ columns: Int, _ rows: Int) -> QRCode? {
        let limit = QRCode.limit(columns: columns - Self.narrowest, rows: rows)
        return code?.texts.lazy.compactMap { QRCode($0, limit: limit) }.first
    }

    /// The columns that the text has at least beside a code.
    private static let narrowest = 30

    private func lines(columns: Int, rows: Int) -> [String] {
        let band = OutcomeBand(outcome, columns: columns, rows: rows)
        var lines = [""] + remarks.flatMap { wrapped("Settings: \($0)", columns, bold: true) }
        lines += (reason.isEmpty ? [] : wrapped(reason, columns, bold: true) + [""])
        for volume in volumes { lines += wrapped("\(volume.title): \(volume.text)", columns, bold: false) }
        let last =
            [""] + wrapped("Next: \(next)", columns, bold: true) + wrapped("Log:  \(log)", columns, bold: false)
            + [""] + wrapped(now, columns, bold: false).map { "\u{1B}[7m\($0) \u{1B}[0m" }
        let room = rows - band.lines.count
        if lines.count + last.count > room {
            let fitting = max(1, room - last.count - 1)
            let told = " ... \(lines.count - fitting) more lines" + (columns < 40 ? "" : " do not fit here")
            lines = lines.prefix(fitting) + [String(told.prefix(columns))]
        }
        return band.lines + lines + last
    }

    /// A path can be longer than a line, and a line that the screen breaks itself would push the page up.
    private func pieces(_ word: Substring, of length: Int) -> [Substring] {
        var pieces: [Substring] = []
        var rest = word
        while !rest.isEmpty {
            pieces.append(rest.prefix(max(1, length)))
            rest = rest.dropFirst(max(1, length))
        }
        return pieces
    }

    private func wrapped(_ text: String, _ columns: Int, bold: Bool) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in displaySafe(text, limit: 600).split(separator: " ").flatMap({ pieces($0, of: columns - 4) }) {
            if !line.isEmpty, line.count + 1 + word.count > columns - 2 {
                lines.append(line)
                line = "  "
            }
            line += (line.isEmpty || line == "  " ? "" : " ") + word
        }
        lines.append(line)
        return lines.map { " " + (bold ? "\u{1B}[1m\($0)\u{1B}[0m" : $0) }
    }
}
