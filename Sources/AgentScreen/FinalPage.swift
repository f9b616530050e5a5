package import Vocabulary

/// The last page: the outcome in large letters, a line for each volume, what to do next, and where the log is.
package struct FinalPage: Equatable {
    /// A volume's line. The Windows comes first: it is what a person knows the machine by.
    package struct Line {
        /// The Windows installations on the volume, such as `WARD-7 Windows 11 Pro`; empty where none is known.
        package let windows: [String]
        /// The volume's device.
        package let device: String
        /// What became of it.
        package let outcome: Outcome
        /// Why.
        package let reason: String

        /// Whether it is read although there is no Windows on the volume: one may be in something on it.
        let isWorthReading: Bool

        /// A line from its parts.
        package init(
            windows: [String], device: String, outcome: Outcome, reason: String, isWorthReading: Bool = false
        ) {
            self.isWorthReading = isWorthReading
            self.windows = windows
            self.device = device
            self.outcome = outcome
            self.reason = reason
        }

        /// Whether nobody has to read it: there is no Windows on the volume.
        var isQuiet: Bool { outcome == .noWindows && !isWorthReading }

        /// The line's text, without a word that a disk could steer a screen with.
        var text: String {
            if isQuiet { return "\(displaySafe(device, limit: 60)): no Windows" }
            let name = windows.isEmpty ? device : "\(windows.joined(separator: ", ")) (\(device))"
            return "\(displaySafe(name, limit: 160)): \(outcome.banner) - \(displaySafe(reason, limit: 500))"
        }
    }

    let outcome: Outcome
    let reason: String
    let lines: [Line]
    let next: String
    /// Where the log is, or why there is none.
    package var log: String
    let now: String
    let remarks: [String]
    /// The IDs of the recovery keys that locked volumes need: what the person has to ask for.
    package var keyIDs: [String] = []
    /// The record to be photographed, where it is saved nowhere.
    package var code: RecordCode?

    /// A page from its parts.
    ///
    /// - Parameters:
    ///   - reason: Why; empty where a volume's line says it.
    ///   - lines: The volumes. Those with a Windows are shown first, those that have none last.
    ///   - next: What the person does next.
    ///   - log: Where the log is, or why there is none.
    ///   - now: What happens now: which key does what, or that the machine restarts.
    ///   - remarks: Mistakes in the settings.
    package init(
        outcome: Outcome, reason: String, lines: [Line], next: String, log: String, now: String, remarks: [String] = []
    ) {
        self.outcome = outcome
        self.reason = reason
        self.lines =
            lines.filter { !$0.windows.isEmpty } + lines.filter { $0.windows.isEmpty && !$0.isQuiet }
            + lines.filter { $0.windows.isEmpty && $0.isQuiet }
        self.next = next
        self.log = log
        self.now = now
        self.remarks = remarks
    }

    package static func == (left: FinalPage, right: FinalPage) -> Bool { left.plain == right.plain }

    /// The page in plain lines, for a serial line. Programs read the first one too.
    var plain: String {
        let lines =
            ["Unloop outcome: \(outcome.rawValue)", "", outcome.banner]
            + keyLines + (reason.isEmpty ? [] : [displaySafe(reason, limit: 500)])
            + self.lines.map { "  \($0.text)" }
            + remarks.map { "Settings: \(displaySafe($0, limit: 500))" }
            + ["Next: \(next)", "Log: \(displaySafe(log, limit: 300))"]
            + (code.map { ["Code: \($0.text)"] } ?? []) + [now]
        return lines.joined(separator: "\n") + "\n"
    }

    /// At most four, of 36 characters each.
    private var keyLines: [String] {
        keyIDs.prefix(4).map { "Key ID: \(displaySafe($0.uppercased(), limit: 36))" }
    }

    /// The page for a screen of the given size in characters: the outcome's band, then the lines, as many as there is
    /// room for. What to do next is always among them. The code, if there is one, stands to the right of all.
    func screen(columns: Int, rows: Int) -> String {
        let begin = "\u{1B}[0m\u{1B}[2J\u{1B}[H\u{1B}[?25l"
        guard let code = codeFitting(columns, rows) else {
            return begin + text(columns: columns, rows: rows).joined(separator: "\r\n")
        }
        let left = columns - code.columns
        let picture = code.lines.enumerated().map { "\u{1B}[\($0 + 1);\(left + 1)H\($1)" }.joined()
        let text = self.text(columns: left - 1, rows: rows).enumerated().map { "\u{1B}[\($0 + 1);1H\($1)" }.joined()
        return begin + picture + text
    }

    /// As much of the record as a code can hold that leaves room for the text; nil where there is none.
    func codeFitting(_ columns: Int, _ rows: Int) -> QRCode? {
        let limit = QRCode.limit(columns: columns - narrowest, rows: rows)
        return code?.texts.lazy.compactMap { QRCode($0, limit: limit) }.first
    }

    /// The columns that the text has at least beside a code: an ID stays in one line.
    private var narrowest: Int { keyIDs.isEmpty ? 30 : 41 }

    private func text(columns: Int, rows: Int) -> [String] {
        var first = keyLines.isEmpty ? [] : [""] + keyLines.flatMap { wrapped($0, columns, .bold) }
        var text = [""] + remarks.flatMap { wrapped("Settings: \($0)", columns, .bold) }
        text += (reason.isEmpty ? [] : wrapped(reason, columns, .bold) + [""])
        for line in lines { text += wrapped(line.text, columns, line.isQuiet ? .dim : .plain) }
        let last =
            [""] + wrapped("Next: \(next)", columns, .bold) + wrapped("Log:  \(log)", columns, .plain)
            + [""] + wrapped(now, columns, .plain).map { "\u{1B}[7m\($0) \u{1B}[0m" }
        var band = OutcomeBand(outcome, columns: columns, rows: rows)
        // The band gives way to the IDs, and the later IDs to what comes next.
        if band.lines.count + first.count + last.count + 3 > rows {
            band = OutcomeBand(outcome, columns: columns, rows: 0)
        }
        let spare = max(0, rows - band.lines.count - last.count - 3)
        if first.count > spare { first = Array(first.prefix(spare)) }
        let room = rows - band.lines.count - first.count
        if text.count + last.count > room {
            let fitting = max(1, room - last.count - 1)
            let cut = " ... \(text.count - fitting) more lines" + (columns < 40 ? "" : " do not fit here")
            text = text.prefix(fitting) + [String(cut.prefix(columns))]
        }
        return band.lines + first + text + last
    }

    /// A path can be longer than a line, and a line that the screen itself breaks would push the page up.
    private func pieces(_ word: Substring, of length: Int) -> [Substring] {
        var pieces: [Substring] = []
        var rest = word
        while !rest.isEmpty {
            pieces.append(rest.prefix(max(1, length)))
            rest = rest.dropFirst(max(1, length))
        }
        return pieces
    }

    /// How a line is shown (ECMA-48, SGR 1 and 2).
    private enum Weight: String {
        case plain = ""
        case bold = "\u{1B}[1m"
        case dim = "\u{1B}[2m"
    }

    private func wrapped(_ text: String, _ columns: Int, _ weight: Weight) -> [String] {
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
        return lines.map { weight == .plain ? " \($0)" : " \(weight.rawValue)\($0)\u{1B}[0m" }
    }
}
