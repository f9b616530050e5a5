internal import LinuxMachine

extension Screen {
    /// Shows a page with a field below it, and takes keys from any console until the person has finished. There is no time
    /// limit.
    ///
    /// What is typed is gone from the screens afterwards.
    ///
    /// - Returns: False if no console can be read.
    package func ask<Field: PromptField>(_ page: [String], _ field: inout Field) -> Bool {
        beginKeys()
        defer { endKeys() }
        draw(page)
        show(field)
        defer { draw(["Working ..."], asks: false) }
        while let keys = nextKeys() {
            for key in keys where field.take(key) {
                return true
            }
            show(field)
        }
        return false
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
