package import LinuxMachine
internal import LinuxSystem
internal import RecoveryLog
package import RunSettings
internal import Vocabulary

/// All consoles of the machine at once: its screen, and the serial lines on the kernel command line. Text goes to all of
/// them; the last page is drawn on the screen and plain on a serial line.
package final class Screen {
    /// The consoles that could be opened.
    package let consoles: [Console]
    /// How large the letters are, where the screen can change them; from the next page on.
    var textSize = RunSettings.TextSize.automatic
    /// Whether the outcome beeps.
    var sounds = true
    private var decoder = KeyDecoder()
    /// How long a question waits for a keyboard, in milliseconds.
    var keyboardPatience = 600_000
    /// Whether there is a keyboard.
    var hasKeyboard: () -> Bool = { Keyboards.isPresent() }
    /// Whether a question has ended because there was no keyboard: the next one does not wait as long again.
    package internal(set) var hasMissedKeyboard = false
    /// By the console's path.
    private var gates: [String: SerialGate] = [:]
    private let start = MonotonicTime.now()

    /// A screen on consoles that are open; nothing is written to them.
    package init(on consoles: [Console]) { self.consoles = consoles }

    /// Opens the consoles and clears the screens. A console that cannot be opened is left out.
    package static func open(_ paths: [String] = Screen.consolePaths()) -> Screen {
        let screen = Screen(on: paths.compactMap { try? Console($0) })
        screen.consoles.forEach(screen.prepare)
        screen.show("\u{1B}[2J\u{1B}[H", onlyScreens: true)
        return screen
    }

    /// Looks and sounds as the settings say.
    package func obey(_ settings: RunSettings) {
        textSize = settings.textSize.value
        sounds = settings.beep.value
    }

    /// Wakes a screen and sets the size of its letters.
    func prepare(_ console: Console) {
        console.prepareScreen()
        if let font = Self.font(textSize, columns: console.size.columns, rows: console.size.rows) {
            console.useKernelFont(font)
        }
    }

    /// The kernel's font for a screen of that size in characters; nil to leave the font as it is.
    ///
    /// `automatic` means letters that can be read from two metres away, as long as at least 75 columns remain. `large`
    /// accepts 60, in which a recovery key still fits on one line.
    static func font(_ size: RunSettings.TextSize, columns: Int, rows: Int) -> String? {
        switch size {
        case .automatic: columns >= 150 && rows >= 50 ? "TER16x32" : nil
        case .large: columns >= 120 && rows >= 36 ? "TER16x32" : nil
        case .normal: "VGA8x16"
        }
    }

    /// The consoles' paths; `tty0` stands for the screen that is shown, which is the first.
    package static func consolePaths() -> [String] {
        Console.activePaths().map { $0 == "/dev/tty0" ? "/dev/tty1" : $0 }
    }

    /// Shows text. A console that takes none is skipped.
    package func show(_ text: String) { show(text.replacing("\n", with: "\r\n"), onlyScreens: false) }

    /// Shows a line that takes the place of the last one like it.
    ///
    /// - Parameter onLines: Whether it is shown on serial consoles too, where it becomes a line of its own.
    package func showStatus(_ text: String, onLines: Bool) {
        for console in consoles {
            if console.isScreen {
                try? console.write("\r\u{1B}[K\(text.prefix(max(1, console.size.columns - 1)))")
            } else if onLines {
                try? console.write("\(text)\r\n")
            }
        }
    }

    /// Shows the last page.
    package func draw(_ page: FinalPage) {
        for console in consoles {
            if console.isScreen {
                // Again: a graphics driver loaded in the meantime has brought a new screen of its own.
                prepare(console)
                let size = console.size
                try? console.write(page.screen(columns: size.columns, rows: size.rows))
            } else {
                try? console.write("\r\n" + page.plain.replacing("\n", with: "\r\n") + hint(for: console))
            }
        }
    }

    /// Shows the last page and beeps: two high tones for a machine that is done, a long low one otherwise.
    package func show(_ page: FinalPage) {
        draw(page)
        guard sounds, let screen = consoles.first(where: \.isScreen) else { return }
        guard page.outcome.isDone else {
            screen.beep(hertz: 300, milliseconds: 700)
            return
        }
        screen.beep(hertz: 1200, milliseconds: 120)
        pause(milliseconds: 200)
        screen.beep(hertz: 1600, milliseconds: 200)
    }

    /// Waits for a key on any console.
    ///
    /// - Returns: The key's bytes; nil when no console can be read.
    package func waitForKey() -> [UInt8]? {
        beginKeys()
        defer { endKeys() }
        return key(withinMilliseconds: -1)
    }

    /// The next key of any console, between `beginKeys` and `endKeys`.
    ///
    /// - Returns: The key's bytes; nil when none was pressed within the time, or no console can be read.
    package func key(withinMilliseconds milliseconds: Int) -> [UInt8]? {
        let deadline = MonotonicTime.now().advanced(byMilliseconds: milliseconds)
        while true {
            let left = milliseconds < 0 ? -1 : deadline.millisecondsFromNow
            guard let pressed = try? Console.key(on: consoles, timeoutMilliseconds: left) else { return nil }
            let bytes = typed(pressed.bytes, on: pressed.console)
            if !bytes.isEmpty { return bytes }
            if left == 0 { return nil }
        }
    }

    /// What a person has typed, of what came from a console.
    private func typed(_ bytes: [UInt8], on console: Console) -> [UInt8] {
        console.isScreen ? bytes : gates[console.path, default: SerialGate()].pass(bytes, at: start.millisecondsSince)
    }

    /// What has to be known on a serial line that takes no keys yet.
    func hint(for console: Console) -> String {
        if console.isScreen || gates[console.path]?.isOpen == true { return "" }
        return "On this serial line, press Enter three times first.\r\n"
    }

    /// Whether a key was pressed since `beginKeys`; what was pressed is gone. Where there is a screen, only its keyboard
    /// counts: serial lines carry noise.
    package func isKeyPressed() -> Bool {
        let screens = consoles.filter(\.isScreen)
        guard let pressed = try? Console.key(on: screens.isEmpty ? consoles : screens, timeoutMilliseconds: 0) else {
            return false
        }
        return !typed(pressed.bytes, on: pressed.console).isEmpty
    }

    /// Keys arrive one by one, unechoed, until `endKeys`.
    package func beginKeys() {
        decoder.reset()
        consoles.forEach { try? $0.beginKeyInput() }
    }

    /// Gives the consoles back.
    package func endKeys() { consoles.forEach { $0.endKeyInput() } }

    /// The next keys of any console; nil when none can be read, or none was pressed within the time.
    func nextKeys(withinMilliseconds milliseconds: Int = -1) -> [TypedKey]? {
        key(withinMilliseconds: milliseconds).map { decoder.keys(of: $0) }
    }

    private func show(_ text: String, onlyScreens: Bool) {
        for console in consoles where !onlyScreens || console.isScreen { try? console.write(text) }
    }
}
