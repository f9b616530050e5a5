internal import Diagnostics

/// What one place says, before anybody knows whether the values fit their settings.
struct GivenSettings: Sendable, Equatable {
    /// A value as it is written, and where it stands.
    struct Given: Sendable, Equatable {
        /// Nil where it cannot be read; the problem is already reported.
        let value: GivenValue?
        let source: SettingSource
    }

    private(set) var values: [SettingKey: Given] = [:]
    private(set) var problems: [RunSettingsError] = []
    /// Settings that an unknown word was probably meant for.
    private var suspected: [SettingKey: SettingSource] = [:]

    /// What holds for a setting. A mistyped `look-only` must not become a repair: a word that nobody knows counts as a
    /// value that is not understood of the setting whose name is nearest, unless that one is given too.
    subscript(key: SettingKey) -> Given? {
        values[key] ?? suspected[key].map { Given(value: nil, source: $0) }
    }

    /// Takes a value; a second one of the same setting makes that setting one that is not understood.
    mutating func give(_ value: GivenValue?, for key: SettingKey, at source: SettingSource) {
        guard let first = values[key] else {
            values[key] = Given(value: value, source: source)
            return
        }
        values[key] = Given(value: nil, source: source)
        let detail = "it is already in \(first.source); keep one of the two"
        problems.append(RunSettingsError(.duplicateKey, at: source, word: key.rawValue, key: key, detail: detail))
    }

    /// Takes a value in the place of any other.
    mutating func replace(with value: GivenValue, for key: SettingKey, at source: SettingSource) {
        values[key] = Given(value: value, source: source)
    }

    /// Takes note of what is wrong.
    mutating func report(_ problem: RunSettingsError) { problems.append(problem) }

    /// Takes note of a word that probably means a setting.
    mutating func suspect(_ key: SettingKey, at source: SettingSource) { suspected[key] = suspected[key] ?? source }
}
