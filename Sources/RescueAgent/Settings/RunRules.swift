internal import Diagnostics
internal import RecoveryLog
internal import Remedy
internal import RepairEngine
internal import RunSettings
internal import Vocabulary

/// What holds for a run, by the kernel command line and its source of settings, and what the record says about it.
struct RunRules: Equatable {
    private(set) var settings: RunSettings
    /// The keyboard layout, which the image has.
    let keyboard: String
    /// The remedies that the settings choose.
    let remedies: [Remedy]
    /// What is wrong with settings and remedies, in words for a person.
    private(set) var problems: [String]
    private let unusedRemedies: [String]

    /// More problems than these are only counted: a file of nothing else must not fill the record.
    private static let listedProblems = 10

    /// Reads what the command line, the source and the image say.
    ///
    /// - Parameters:
    ///   - source: Where settings come from besides the command line; nil if there is nothing yet.
    ///   - image: The folder of the image's own remedies.
    ///   - keyboards: The names of the image's keyboard layouts.
    static func read(
        commandLine: [String: String], source: (any SettingsSource)?, image: String = AgentPaths.remedies,
        keyboards: [String] = KeyboardLayouts.names()
    ) -> RunRules {
        let (file, problem) = source?.settings() ?? (nil, nil)
        let settings = RunSettings(file: file, commandLine: commandLine)
        let remedies = RunRemedies.load(settings.remedies.value, image: image, source: source)
        return RunRules(settings, remedies, keyboards: keyboards, further: problem.map { [$0] } ?? [])
    }

    private init(_ settings: RunSettings, _ chosen: RunRemedies, keyboards: [String], further: [String]) {
        self.settings = settings
        remedies = chosen.remedies
        unusedRemedies = chosen.unused
        let wanted = settings.keyboard
        let isKnown = keyboards.contains(wanted.value)
        keyboard = isKnown ? wanted.value : KeyboardLayouts.own
        let missing =
            "\(wanted.source), keyboard: unknown layout \(wanted.value); using \(KeyboardLayouts.own). Available: "
            + keyboards.joined(separator: ", ")
        problems = settings.problems.map(\.message) + (isKnown ? [] : [missing]) + further + chosen.problems
    }

    /// These rules, where those of another source hold beside them.
    func stricter(with other: RunRules) -> RunRules {
        var rules = self
        rules.settings = settings.stricter(with: other.settings)
        rules.problems += other.problems.filter { !problems.contains($0) }
        // Of a source that cannot be read, the remedies are not known either.
        if other.remedies != remedies, !rules.settings.lookOnly.value {
            rules.settings = rules.settings.onlyLooking(as: other.settings.remedies.source)
            rules.problems.append("the sticks choose different remedies, so this run only looks")
        }
        return rules
    }

    /// What the record says: what is wrong, then every setting in force and where it comes from.
    var notes: [NoteEvent] {
        var notes = problems.prefix(Self.listedProblems).map { NoteEvent(code: .badSetting, message: $0) }
        if problems.count > Self.listedProblems {
            let more = problems.count - Self.listedProblems
            notes.append(
                NoteEvent(code: .badSetting, message: "\(more) more mistakes; run unloop settings check to list them"))
        }
        if !unusedRemedies.isEmpty {
            let names = unusedRemedies.prefix(20).joined(separator: ", ")
            let message = "remedies on the stick, not named in \(StickName.settings) and so not used: \(names)"
            notes.append(NoteEvent(code: .unusedRemedies, message: message))
        }
        if remedies.isEmpty {
            let message = "no valid remedy loaded; nothing can be found"
            notes.append(NoteEvent(code: .noRemedy, message: message))
        }
        return notes + [summary]
    }

    /// Every setting in force and where it comes from.
    var summary: NoteEvent {
        NoteEvent(code: .settings, message: settings.summary.map(\.description).joined(separator: "; "))
    }
}

extension RepairSettings {
    /// What the settings mean to the engine.
    init(_ settings: RunSettings) {
        self.init(
            lookOnly: settings.lookOnly.value, dirty: settings.dirty.value, hibernated: settings.hibernated.value,
            removable: settings.removable.value, keepsCopies: settings.keepCopies.value)
    }
}
