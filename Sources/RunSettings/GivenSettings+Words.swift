internal import Diagnostics
internal import RecoveryLog
internal import Vocabulary
internal import YAMLTree

extension GivenSettings {
    /// What the words of the boot loader say. Lists have commas between their items, as in `unloop.remedies=a,b` and
    /// `unloop.then=repaired:reboot,locked:wait`.
    init(words: [String: String]) {
        let source = SettingSource.commandLine
        var looks = false
        // By name, so that messages have an order.
        for (name, value) in words.sorted(by: { $0.key < $1.key }) where name.hasPrefix(KernelWord.prefix) {
            let word = String(name.dropFirst(KernelWord.prefix.count))
            if let key = SettingKey(rawValue: word) {
                give(Self.value(value, for: key), for: key, at: source)
            } else if word == KernelWord.mode.rawValue {
                looks = value == RunMode.look.rawValue
                if RunMode(rawValue: value) == nil {
                    let detail =
                        "\"\(displaySafe(value, limit: 40))\" is not understood; write "
                        + RunMode.allCases.map(\.rawValue).joined(separator: " or ")
                    report(RunSettingsError(.invalidValue, at: source, word: name, key: .lookOnly, detail: detail))
                    suspect(.lookOnly, at: source)
                }
            } else if KernelWord(rawValue: word) == nil {
                let known = SettingKey.allCases.map(\.rawValue) + KernelWord.allCases.map(\.rawValue)
                let near = nearest(to: word, in: known)
                refuseUnknown(
                    displaySafe(name, limit: 40),
                    meant: near == KernelWord.mode.rawValue ? .lookOnly : near.flatMap(SettingKey.init),
                    at: source, suggestion: near.map { KernelWord.prefix + $0 },
                    among: known.map { KernelWord.prefix + $0 })
            }
        }
        // The boot menu's "look only" holds whatever else is said.
        if looks { replace(with: .word("true"), for: .lookOnly, at: source) }
    }

    private static func value(_ text: String, for key: SettingKey) -> GivenValue {
        switch key {
        case .remedies: .list(text.split(separator: ",").map(String.init))
        case .then where text.contains(":"):
            .table(
                text.split(separator: ",").map { item in
                    let parts = item.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                    return GivenValue.Pair(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
                })
        case .lookOnly, .then, .ask, .keyTries, .hibernated, .dirty, .removable, .keepCopies, .label, .keyboard, .beep,
            .textSize:
            .word(text)
        }
    }
}
