internal import RecoveryLog

/// What the person before the machine sees at the end: the outcome in large letters, a line for each volume, what to do
/// next, and where the log is.
struct FinalPage: Equatable {
    let outcome: Outcome
    let reason: String
    /// A title and a reason for each volume.
    let volumes: [(title: String, text: String)]
    let next: String
    /// Where the log is, or why there is none.
    let log: String
    /// What happens now: which key does what, or that the machine restarts.
    let now: String

    static func == (left: FinalPage, right: FinalPage) -> Bool { left.plain == right.plain }

    /// The page in plain lines, for a serial line. The first line is for programs too.
    var plain: String {
        let lines =
            ["Unloop outcome: \(outcome.rawValue)", "", PlainText.title(of: outcome), displaySafe(reason, limit: 500)]
            + volumes.map { "  \(displaySafe($0.title, limit: 100)): \(displaySafe($0.text, limit: 500))" }
            + ["Next: \(next)", "Log: \(displaySafe(log, limit: 300))", now]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The page for a screen of the given size in characters: a band of the outcome's colour with the word in it, then
    /// the lines, as many as there is room for.
    func screen(columns: Int, rows: Int) -> String {
        let word = PlainText.title(of: outcome).replacing(" FOUND", with: "")
        let dots = BigLetters.rows(of: word)
        let width = dots.first?.count ?? 0
        // A character is about twice as high as it is wide: two columns and one row make a square dot.
        let scale = max(1, min((columns - 2) / max(1, width), max(2, rows / 10)))
        let repeats = max(1, min(scale / 2, (rows - 14) / 7))
        let band = "\u{1B}[0;97;\(OutcomeColour.background(of: outcome))m"
        let clear = "\u{1B}[0m"
        let empty = band + String(repeating: " ", count: columns) + clear + "\r\n"
        var text = "\u{1B}[0m\u{1B}[2J\u{1B}[H\u{1B}[?25l" + empty
        if columns < width + 2 {
            text += band + word.padded(to: columns) + clear + "\r\n"
        } else {
            let left = (columns - width * scale) / 2
            for row in dots {
                var line = band + String(repeating: " ", count: left)
                for dot in row {
                    line += (dot ? "\u{1B}[107m" : band) + String(repeating: " ", count: scale)
                }
                line += band + String(repeating: " ", count: columns - left - width * scale) + clear + "\r\n"
                text += String(repeating: line, count: repeats)
            }
        }
        text += empty
        let room = rows - 3 - 7 * repeats
        var lines = wrapped(reason, columns, bold: true) + [""]
        for volume in volumes {
            lines += wrapped("\(volume.title): \(volume.text)", columns, bold: false)
        }
        let last =
            [""] + wrapped("Next: \(next)", columns, bold: true) + wrapped("Log:  \(log)", columns, bold: false)
            + ["", "\u{1B}[7m \(now) \u{1B}[0m"]
        if lines.count + last.count > room {
            let fitting = max(1, room - last.count - 1)
            lines = lines.prefix(fitting) + [" … \(lines.count - fitting) more lines do not fit here"]
        }
        return text + (lines + last).joined(separator: "\r\n")
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

extension String {
    fileprivate func padded(to width: Int) -> String {
        let text = " " + prefix(width - 1)
        return text + String(repeating: " ", count: max(0, width - text.count))
    }
}
