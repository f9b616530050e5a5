internal import Diagnostics

/// Brings together what the places say, setting by setting.
struct SettingsReader {
    private let file: GivenSettings
    private let words: GivenSettings
    private var unordered: [RunSettingsError]

    init(file: GivenSettings, words: GivenSettings) {
        self.file = file
        self.words = words
        unordered = file.problems + words.problems
    }

    /// What is wrong, in the order of the file's lines, then of the command line.
    var problems: [RunSettingsError] {
        let ofFile = unordered.filter { $0.source != .commandLine }
        return ofFile.sorted { $0.line < $1.line } + unordered.filter { $0.source == .commandLine }
    }

    /// The value of a setting that holds.
    ///
    /// - Parameters:
    ///   - preset: What holds when nobody says anything.
    ///   - fallback: What holds when that which was given is not understood.
    ///   - read: Makes a value of what is written.
    mutating func setting<Value>(
        _ key: SettingKey, preset: Value, fallback: Value, read: (GivenValue) throws(Misfit) -> Value
    ) -> Setting<Value> {
        let ofFile = file[key].map { setting(key, $0, fallback: fallback, read) }
        let ofWords = words[key].map { setting(key, $0, fallback: fallback, read) }
        let holding = ofWords ?? ofFile ?? Setting(preset, .preset)
        if holding.isFallback {
            unordered = unordered.map {
                $0.key == key && $0.source == holding.source ? $0.adding(fallback: "\(fallback)") : $0
            }
        }
        return holding
    }

    /// Every value is read, also one that another overrides: what is wrong is reported in any case.
    private mutating func setting<Value>(
        _ key: SettingKey, _ given: GivenSettings.Given, fallback: Value, _ read: (GivenValue) throws(Misfit) -> Value
    ) -> Setting<Value> {
        guard let value = given.value else { return Setting(fallback, given.source, isFallback: true) }
        do throws(Misfit) {
            return Setting(try read(value), given.source)
        } catch {
            unordered.append(
                RunSettingsError(.invalidValue, at: given.source, word: key.rawValue, key: key, detail: error.detail))
            return Setting(fallback, given.source, isFallback: true)
        }
    }
}

extension RunSettingsError {
    fileprivate var line: Int { if case .file(_, let line?) = source { line } else { 0 } }
}
