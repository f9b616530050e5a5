public import Vocabulary

/// What a run may do and how, from the kernel command line, `unloop.yaml` on the stick, and defaults, in this order.
///
/// Reading never fails. What is not understood is a problem, and costs that setting alone: the value that does less takes
/// its place. A file that cannot be read at all does so to every setting that the command line does not give, since
/// nobody knows what it says.
public struct RunSettings: Sendable, Equatable {
    /// Whether a person may be asked for keys.
    public enum Ask: String, Sendable, CaseIterable { case always, never }
    /// How large the letters on the screen are.
    public enum TextSize: String, Sendable, CaseIterable {
        /// Large where at least 75 columns remain.
        case automatic
        /// As the kernel chose.
        case normal
        /// Large on any screen that can.
        case large
    }

    /// Which remedies are used.
    public let remedies: Setting<RemedyChoice>
    /// Whether the machine stays as it is, whatever is found.
    public internal(set) var lookOnly: Setting<Bool>
    /// What comes after the outcome.
    public let then: Setting<RunEnding>
    /// Whether a person may be asked for keys.
    public internal(set) var ask: Setting<Ask>
    /// How many keys are tried on a locked volume at most: each takes a processor a good part of a second.
    public internal(set) var keyTries: Setting<Int>
    /// What is done about a hibernated Windows.
    public internal(set) var hibernated: Setting<HibernationPolicy>
    /// What is done about a dirty volume.
    public internal(set) var dirty: Setting<DirtyPolicy>
    /// What is done about a Windows on a removable medium.
    public internal(set) var removable: Setting<RemovablePolicy>
    /// Whether removed files are copied to `quarantine/`.
    public internal(set) var keepCopies: Setting<Bool>
    /// The batch or site; empty where there is none. At most 100 characters, all of them printable.
    public let label: Setting<String>
    /// The layout of the keyboard, by its name in the image; `us` is the kernel's own.
    public let keyboard: Setting<String>
    /// Whether the outcome sounds.
    public let beep: Setting<Bool>
    /// How large the letters on the screen are.
    public let textSize: Setting<TextSize>
    /// What is not understood, in the order of the file, then of the command line.
    public let problems: [RunSettingsError]

    /// Reads the settings of a run.
    ///
    /// - Parameters:
    ///   - file: `unloop.yaml`; nil where there is none, which is no problem.
    ///   - commandLine: The kernel's words by name, as `KernelCommandLine` has them; words without `unloop.` are passed
    ///     over.
    ///   - keyboards: The keyboard layouts that the image has; nil where that is not known, and any name will do.
    public init(file: SettingsFile? = nil, commandLine: [String: String] = [:], keyboards: [String]? = nil) {
        var reader = SettingsReader(file: file?.given ?? GivenSettings(), words: GivenSettings(words: commandLine))
        remedies = reader.setting(.remedies, preset: .builtIn, fallback: .named([])) { given throws(Misfit) in
            .named(try given.remedyNames())
        }
        lookOnly = reader.setting(.lookOnly, preset: false, fallback: true) { given throws(Misfit) in
            try given.boolean()
        }
        then = reader.setting(.then, preset: RunEnding(), fallback: RunEnding()) { given throws(Misfit) in
            try given.ending()
        }
        ask = reader.setting(.ask, preset: .always, fallback: .never) { given throws(Misfit) in try given.choice() }
        keyTries = reader.setting(.keyTries, preset: Self.defaultKeyTries, fallback: Self.defaultKeyTries) {
            given throws(Misfit) in try given.number(in: 1...1_000_000)
        }
        hibernated = reader.setting(.hibernated, preset: .refuse, fallback: .refuse) { given throws(Misfit) in
            try given.choice()
        }
        dirty = reader.setting(.dirty, preset: .override, fallback: .refuse) { given throws(Misfit) in
            try given.choice()
        }
        removable = reader.setting(.removable, preset: .leave, fallback: .leave) { given throws(Misfit) in
            try given.choice()
        }
        // A copy too many does no harm; one too few cannot be had again.
        keepCopies = reader.setting(.keepCopies, preset: true, fallback: true) { given throws(Misfit) in
            try given.boolean()
        }
        label = reader.setting(.label, preset: "", fallback: "") { given throws(Misfit) in try given.label() }
        keyboard = reader.setting(
            .keyboard, preset: KeyboardLayout.builtIn.rawValue, fallback: KeyboardLayout.builtIn.rawValue
        ) { given throws(Misfit) in
            try given.keyboard(of: keyboards)
        }
        beep = reader.setting(.beep, preset: true, fallback: true) { given throws(Misfit) in try given.boolean() }
        textSize = reader.setting(.textSize, preset: .automatic, fallback: .automatic) { given throws(Misfit) in
            try given.choice()
        }
        problems = reader.problems
    }

    /// How many keys are tried where no setting says otherwise: about ten minutes on one processor of today.
    public static let defaultKeyTries = 1000

    /// Whether a keyboard layout can have this name: 1 to 16 lower-case letters, digits and hyphens.
    public static func isKeyboardName(_ name: String) -> Bool { GivenValue.isName(name, longest: 16) }
}
