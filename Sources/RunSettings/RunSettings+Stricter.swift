internal import Vocabulary

extension RunSettings {
    /// These settings, where others hold beside them: of each setting that decides what is changed on the machine, or who is
    /// asked, the one that does less.
    public func stricter(with other: RunSettings) -> RunSettings {
        var settings = self
        if other.lookOnly.value { settings.lookOnly = other.lookOnly }
        if other.ask.value == .never { settings.ask = other.ask }
        if other.keyTries.value < keyTries.value { settings.keyTries = other.keyTries }
        if other.hibernated.value == .refuse { settings.hibernated = other.hibernated }
        if other.dirty.value == .refuse { settings.dirty = other.dirty }
        if other.removable.value == .leave { settings.removable = other.removable }
        if other.keepCopies.value { settings.keepCopies = other.keepCopies }
        return settings
    }

    /// These settings, under which nothing is changed.
    ///
    /// - Parameter source: What cannot be reconciled with others.
    public func onlyLooking(as source: SettingSource) -> RunSettings {
        var settings = self
        if !lookOnly.value { settings.lookOnly = Setting(true, source, isFallback: true) }
        return settings
    }
}
