internal import Vocabulary

extension RunSettings {
    /// A setting as it holds, in words.
    public struct Row: Sendable, Equatable, CustomStringConvertible {
        /// The setting.
        public let key: SettingKey
        /// Its value as `unloop.yaml` would have it; `none` where it is empty.
        public let value: String
        /// Where the value comes from.
        public let source: SettingSource
        /// Whether the value takes the place of one that was not understood.
        public let isFallback: Bool

        init<Value>(_ key: SettingKey, _ setting: Setting<Value>, _ value: String) {
            self.key = key
            self.value = value.isEmpty ? "none" : value
            source = setting.source
            isFallback = setting.isFallback
        }

        /// Where the value comes from, in words: `unloop.yaml line 3`, `in place of unloop.yaml line 3`.
        public var origin: String { isFallback ? "in place of \(source)" : source.description }
        /// The row in one line: `ask: never (unloop.yaml line 3)`.
        public var description: String { "\(key.rawValue): \(value) (\(origin))" }
    }

    /// Every setting that holds, in the order of `SettingKey`.
    public var summary: [Row] {
        [
            Row(.remedies, remedies, remedies.value.description),
            Row(.lookOnly, lookOnly, "\(lookOnly.value)"),
            Row(.then, then, then.value.description),
            Row(.ask, ask, ask.value.rawValue),
            Row(.keyTries, keyTries, "\(keyTries.value)"),
            Row(.hibernated, hibernated, hibernated.value.rawValue),
            Row(.dirty, dirty, dirty.value.rawValue),
            Row(.removable, removable, removable.value.rawValue),
            Row(.keepCopies, keepCopies, "\(keepCopies.value)"),
            Row(.label, label, label.value),
            Row(.keyboard, keyboard, keyboard.value),
            Row(.beep, beep, beep.value ? "on" : "off"),
            Row(.textSize, textSize, textSize.value.rawValue),
        ]
    }
}
