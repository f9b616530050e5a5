internal import AgentScreen
internal import LinuxSystem
internal import RunSettings

/// The end of a run: the last page, and what comes next. A record that is saved nowhere yet is saved as soon as a stick is
/// there.
struct Farewell {
    let screen: Screen
    let then: RunEnding.Action
    /// How long a machine that goes on by itself waits for a stick or a photograph, in milliseconds.
    var patience = 60_000

    /// What the last page says about keys.
    func words(isSaved: Bool) -> String {
        let warning = isSaved ? "" : " without saving the record"
        switch then {
        case .wait: return "Press any key to restart\(warning), s for a shell."
        case .reboot: return "The machine restarts \(isSaved ? "now." : "in a minute, or at any key,\(warning).")"
        case .poweroff: return "The machine switches off \(isSaved ? "now." : "in a minute, or at any key,\(warning).")"
        }
    }

    /// Shows the page, waits where that is wanted, and says how to go on.
    ///
    /// - Parameters:
    ///   - log: The record, if it may not be saved yet.
    ///   - whenSaved: The page for when it is.
    func show(_ page: FinalPage, saving log: RunLog? = nil, whenSaved: () -> FinalPage? = { nil }) -> AgentEnding {
        screen.show(page)
        screen.beginKeys()
        defer { screen.endKeys() }
        let begin = MonotonicTime.now()
        while let log, !log.isSaved {
            if then != .wait, begin.millisecondsSince > patience { return ending(nil) }
            if let key = screen.key(withinMilliseconds: 500) { return ending(key) }
            if screen.consoles.isEmpty { pause(milliseconds: 500) }
            log.seek(.all)
            if log.isSaved, let page = whenSaved() { screen.draw(page) }
        }
        return ending(then == .wait ? screen.key(withinMilliseconds: -1) : nil)
    }

    private func ending(_ key: [UInt8]?) -> AgentEnding {
        switch then {
        case .reboot: return .restart
        case .poweroff: return .powerOff
        case .wait:
            guard let key else { return .shell }
            return key.first == UInt8(ascii: "s") || key.first == UInt8(ascii: "S") ? .shell : .restart
        }
    }
}
