internal import RunSettings

/// The end of a run before the person: the last page, and the choice of what comes next.
struct Farewell {
    let screen: Screen
    let then: RunEnding.Action

    /// What the last page says about keys.
    var words: String {
        switch then {
        case .wait: "Press any key to restart, s for a shell."
        case .reboot: "The machine restarts now."
        case .poweroff: "The machine switches off now."
        }
    }

    /// Shows the page, waits where that is wanted, and says how to go on.
    func show(_ page: FinalPage) -> AgentEnding {
        screen.show(page)
        switch then {
        case .reboot: return .restart
        case .poweroff: return .powerOff
        case .wait:
            guard let key = screen.waitForKey() else { return .shell }
            return key.first == UInt8(ascii: "s") || key.first == UInt8(ascii: "S") ? .shell : .restart
        }
    }
}
