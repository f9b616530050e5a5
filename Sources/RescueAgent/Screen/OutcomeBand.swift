internal import RecoveryLog
internal import Vocabulary

/// A band of an outcome's colour across the screen, with its word in letters as large as there is room for.
struct OutcomeBand {
    /// The rows of the band, each as wide as the screen, with their colours.
    let lines: [String]

    init(_ outcome: Outcome, columns: Int, rows: Int) {
        let title = outcome.banner.replacing(" FOUND", with: "")
        let colour = "\u{1B}[0;97;\(OutcomeColour.background(of: outcome))m"
        func row(_ text: String, width: Int) -> String {
            let left = max(0, (columns - width) / 2)
            let right = max(0, columns - width - left)
            return colour + String(repeating: " ", count: left) + text + String(repeating: " ", count: right)
                + "\u{1B}[0m"
        }
        // One line if it fits, else a line for each word; a screen too small for that gets the word as it is.
        let words = [[title], title.split(separator: " ").map(String.init)].first { words in
            words.allSatisfy { Self.width(of: $0) + 2 <= columns } && words.count * 8 + 12 <= rows
        }
        guard let words else {
            lines = [
                row("", width: 0), row(String(title.prefix(columns)), width: min(columns, title.count)),
                row("", width: 0),
            ]
            return
        }
        let widest = words.map(Self.width).max() ?? 1
        // A character is about twice as high as it is wide: two columns and one row make a square dot. At most a third of
        // the screen is for the band.
        let scale = max(1, min((columns - 2) / widest, 2 * rows / (21 * words.count)))
        let height = max(1, (scale + 1) / 2)
        var lines = [row("", width: 0)]
        for word in words {
            for dots in BigLetters.rows(of: word) {
                // Blocks in the foreground's colour: the console of the kernel knows no bright background.
                let text = dots.map { String(repeating: $0 ? "\u{2588}" : " ", count: scale) }.joined()
                lines += Array(repeating: row(text, width: dots.count * scale), count: height)
            }
            lines.append(row("", width: 0))
        }
        self.lines = lines
    }

    private static func width(of word: String) -> Int { max(1, 6 * word.count - 1) }
}
