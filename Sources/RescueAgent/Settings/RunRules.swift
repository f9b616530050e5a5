internal import Diagnostics
internal import LinuxSystem
internal import RecoveryLog
internal import Remedy
internal import RepairEngine
internal import RunSettings
internal import Vocabulary

/// What holds for a run, by the kernel command line and the stick, and what is to be said about it.
struct RunRules: Equatable {
    let settings: RunSettings
    /// The keyboard layout that is there.
    let keyboard: String
    /// The remedies that the settings choose.
    let remedies: [Remedy]
    /// What is wrong with settings and remedies, in words for a person.
    let problems: [String]
    private let unusedRemedies: [String]

    /// More problems than these are only counted: a file of nothing else must not fill the record.
    private static let toldProblems = 10

    /// - Parameters:
    ///   - stick: Where the stick is mounted; nil if there is none.
    ///   - image: The folder of the image's own remedies.
    ///   - keyboards: The names of the image's keyboard layouts.
    init(
        commandLine: [String: String], stick: String?, image: String = AgentPaths.remedies,
        keyboards: [String] = KeyboardLayouts.names()
    ) {
        let (file, misnamed) = stick.map { Self.file(stick: $0) } ?? (nil, nil)
        settings = RunSettings(file: file, commandLine: commandLine)
        let chosen = RunRemedies(settings.remedies.value, image: image, stick: stick)
        remedies = chosen.remedies
        unusedRemedies = chosen.unused
        let keyboard = settings.keyboard
        let isKnown = keyboards.contains(keyboard.value)
        let missing =
            isKnown
            ? []
            : [
                "\(keyboard.source), keyboard: the image has no layout \(keyboard.value), and that of the US is used; there "
                    + "are \(keyboards.joined(separator: ", "))"
            ]
        self.keyboard = isKnown ? keyboard.value : KeyboardLayouts.own
        problems = settings.problems.map(\.message) + missing + (misnamed.map { [$0] } ?? []) + chosen.problems
    }

    /// `unloop.yaml` in the root of a stick, or what Windows made of the name. Where there is none nothing is set.
    private static func file(stick root: String) -> (file: SettingsFile?, problem: String?) {
        do throws(LinuxError) {
            let bytes = try OpenFile.open("\(root)/\(StickName.settings)").readAll(limit: SettingsFile.maximumSize + 1)
            return (SettingsFile(bytes), nil)
        } catch {
            guard error.code == .notFound else { return (SettingsFile(unreadable: error.message), nil) }
        }
        let names = ((try? Directory.open(root).entries()) ?? []).map(\.name.text)
        let near = names.first { ["unloop.yaml.txt", "unloop.yml", "unloop.txt"].contains($0.lowercased()) }
        return (nil, near.map { "\($0) on the stick is not read; rename it to \(StickName.settings)" })
    }

    /// What the record says: what is wrong, then every setting that holds and where it comes from.
    var notes: [NoteEvent] {
        var notes = problems.prefix(Self.toldProblems).map { NoteEvent(code: .badSetting, message: $0) }
        if problems.count > Self.toldProblems {
            let more = problems.count - Self.toldProblems
            notes.append(
                NoteEvent(code: .badSetting, message: "\(more) more mistakes; unloop settings check tells them all"))
        }
        if !unusedRemedies.isEmpty {
            let names = unusedRemedies.prefix(20).joined(separator: ", ")
            let message = "in remedies on the stick, but not named in \(StickName.settings) and so not used: \(names)"
            notes.append(NoteEvent(code: .unusedRemedies, message: message))
        }
        if remedies.isEmpty {
            let message = "there is no remedy that could be used: nothing can be found"
            notes.append(NoteEvent(code: .noRemedy, message: message))
        }
        let summary = settings.summary.map(\.description).joined(separator: "; ")
        return notes + [NoteEvent(code: .settings, message: summary)]
    }
}

extension RepairSettings {
    /// What the settings mean to the engine.
    init(_ settings: RunSettings) {
        self.init(
            lookOnly: settings.lookOnly.value, dirty: settings.dirty.value, hibernated: settings.hibernated.value,
            keepsCopies: settings.keepCopies.value)
    }
}
