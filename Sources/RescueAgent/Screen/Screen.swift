internal import LinuxSystem
internal import RecoveryLog
internal import RunSettings
internal import Vocabulary

/// Every console of the machine at once: its screen, and the serial lines that the kernel was told of. Text is plain on
/// all; the last page is drawn on the screen.
final class Screen {
    let consoles: [Console]
    /// How large the letters are, as far as the screen can; from the next page on.
    var textSize = RunSettings.TextSize.automatic
    /// Whether the outcome sounds.
    var sounds = true
    private var decoder = KeyDecoder()

    init(paths: [String] = Screen.consolePaths()) {
        consoles = paths.compactMap { try? Console($0) }
        consoles.forEach(prepare)
        show("\u{1B}[2J\u{1B}[H", onlyScreens: true)
    }

    /// Looks and sounds as the settings say.
    func obey(_ settings: RunSettings) {
        textSize = settings.textSize.value
        sounds = settings.beep.value
    }

    /// A screen that is awake, with letters of the wanted size.
    func prepare(_ console: Console) {
        console.prepareScreen()
        if let font = Self.font(textSize, columns: console.size.columns, rows: console.size.rows) {
            console.useKernelFont(font)
        }
    }

    /// The kernel's font to change to on a screen of a size in characters; nil to leave it as it is.
    ///
    /// By itself, letters are to be read from two metres, not from a chair, where at least 75 columns remain. Who asks for
    /// large ones gets them where a recovery key still fits on a line, with 60.
    static func font(_ size: RunSettings.TextSize, columns: Int, rows: Int) -> String? {
        switch size {
        case .automatic: columns >= 150 && rows >= 50 ? "TER16x32" : nil
        case .large: columns >= 120 && rows >= 36 ? "TER16x32" : nil
        case .normal: "VGA8x16"
        }
    }

    /// The consoles: `tty0` stands for whichever screen is shown, which is the first.
    static func consolePaths() -> [String] {
        Console.activePaths().map { $0 == "/dev/tty0" ? "/dev/tty1" : $0 }
    }

    /// Shows text. A console that takes none is passed over.
    func show(_ text: String) { show(text.replacing("\n", with: "\r\n"), onlyScreens: false) }

    /// Shows the last page.
    func draw(_ page: FinalPage) {
        for console in consoles {
            if console.isScreen {
                // Once more: a graphics driver that was loaded meanwhile has brought its own, new screen.
                prepare(console)
                let size = console.size
                try? console.write(page.screen(columns: size.columns, rows: size.rows))
            } else {
                try? console.write("\r\n" + page.plain.replacing("\n", with: "\r\n"))
            }
        }
    }

    /// Shows the last page, and sounds its outcome: two high tones for a machine that is done, a long low one otherwise.
    func show(_ page: FinalPage) {
        draw(page)
        guard sounds, let screen = consoles.first(where: \.isScreen) else { return }
        switch page.outcome {
        case .repaired, .nothingToDo:
            screen.beep(hertz: 1200, milliseconds: 120)
            pause(milliseconds: 200)
            screen.beep(hertz: 1600, milliseconds: 200)
        case .locked, .refused, .failed, .noWindows: screen.beep(hertz: 300, milliseconds: 700)
        }
    }

    /// Waits for a key on any console.
    ///
    /// - Returns: The key's bytes; nil when no console can be read.
    func waitForKey() -> [UInt8]? {
        beginKeys()
        defer { endKeys() }
        return key(withinMilliseconds: -1)
    }

    /// The next key of any console, between `beginKeys` and `endKeys`.
    ///
    /// - Returns: The key's bytes; nil when none was pressed within the time, or no console can be read.
    func key(withinMilliseconds milliseconds: Int) -> [UInt8]? {
        (try? Console.key(on: consoles, timeoutMilliseconds: milliseconds)).flatMap { $0?.bytes }
    }

    /// Keys arrive one by one, unechoed, until `endKeys`.
    func beginKeys() {
        decoder.reset()
        consoles.forEach { try? $0.beginKeyInput() }
    }

    /// Gives the consoles back.
    func endKeys() { consoles.forEach { $0.endKeyInput() } }

    /// The next keys of any console; nil when none can be read.
    func nextKeys() -> [TypedKey]? {
        (try? Console.key(on: consoles, timeoutMilliseconds: -1)).flatMap { $0.map { decoder.keys(of: $0.bytes) } }
    }

    private func show(_ text: String, onlyScreens: Bool) {
        for console in consoles where !onlyScreens || console.isScreen { try? console.write(text) }
    }
}
