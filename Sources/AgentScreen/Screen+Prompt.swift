internal import LinuxMachine
internal import LinuxSystem

extension Screen {
    /// Shows a page with a field below it, and takes keys from any console until the person has finished. There is no time
    /// limit where there is a keyboard; where there is none, the page says so and how long one is waited for.
    ///
    /// What is typed is gone from the screens afterwards.
    ///
    /// - Parameter otherwise: What goes on without an answer, such as `this volume stays locked`.
    /// - Returns: False if no console can be read, or no keyboard was there in time.
    package func ask<Field: PromptField>(_ page: [String], _ field: inout Field, otherwise: String) -> Bool {
        if consoles.isEmpty || hasMissedKeyboard && !hasKeyboard() { return false }
        beginKeys()
        defer { endKeys() }
        draw(page)
        show(field)
        defer { draw(["Working ..."], asks: false) }
        let begin = MonotonicTime.now()
        var wait = KeyboardWait(
            otherwise: otherwise, patience: keyboardPatience, isPresent: hasKeyboard,
            elapsed: { begin.millisecondsSince })
        var shown: [String] = []
        while true {
            let state = wait.state
            switch state {
            case .open: show(keyboard: [], after: &shown)
            case .waiting(let lines): show(keyboard: lines, after: &shown)
            case .ended:
                hasMissedKeyboard = true
                return false
            }
            guard let keys = nextKeys(withinMilliseconds: state == .open ? -1 : Self.keyboardPause) else {
                // With a keyboard, no keys means that no console can be read.
                if state == .open { return false }
                continue
            }
            wait.noteKeys()
            hasMissedKeyboard = false
            for key in keys where field.take(key) {
                return true
            }
            show(field)
        }
    }

    /// Between two looks for a keyboard, in milliseconds.
    private static let keyboardPause = 1_000

    /// Shows what there is to say about a missing keyboard, two lines below the field's message; nothing takes it away.
    private func show(keyboard lines: [String], after shown: inout [String]) {
        guard lines != shown else { return }
        let isNew = shown.isEmpty || lines.isEmpty
        shown = lines
        let both = lines.isEmpty ? ["", ""] : lines
        let text = both.map { "\r\n\u{1B}[K\u{1B}[1;91m\($0)\u{1B}[0m" }.joined()
        for console in consoles {
            if console.isScreen {
                try? console.write("\r\n\r\n\(text)\u{1B}[4A\r")
            } else if isNew {
                // A line of its own; the minutes that pass are not told.
                try? console.write("\r\n\(lines.isEmpty ? "Keyboard found." : lines.joined(separator: " "))\r\n")
            }
        }
    }

    private func show(_ field: some PromptField) {
        for console in consoles {
            if console.isScreen {
                try? console.write(
                    "\r\u{1B}[K\(field.line(masked: false))\r\n\u{1B}[K\u{1B}[93m\(field.message)\u{1B}[0m\u{1B}[A\r")
            } else {
                try? console.write("\r\u{1B}[K\(field.line(masked: true)) \(field.message)")
            }
        }
    }

    private func draw(_ page: [String], asks: Bool = true) {
        for console in consoles {
            // Again: a graphics driver loaded in the meantime has brought a new screen of its own.
            if console.isScreen { prepare(console) }
            let clear = console.isScreen ? "\u{1B}[0m\u{1B}[2J\u{1B}[H\u{1B}[?25l" : "\r\n"
            try? console.write(clear + page.joined(separator: "\r\n") + "\r\n" + (asks ? hint(for: console) : ""))
        }
    }
}
