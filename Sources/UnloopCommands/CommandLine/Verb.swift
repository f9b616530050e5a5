/// What `unloop` can do: each command, apart from those that only group others.
enum Verb: String, CaseIterable {
    case build, write, repair, undo
    case keysCheck = "keys check"
    case keysSeal = "keys seal"
    case keysAdd = "keys add"
    case keysList = "keys list"
    case settingsCheck = "settings check"
    case settingsNew = "settings new"
    case logShow = "log show"
    case logVerify = "log verify"
    case logKey = "log key"
    case logCollect = "log collect"
    case logReport = "log report"

    /// The last word: the name of the command in its group.
    var name: String { rawValue.split(separator: " ").last.map(String.init) ?? rawValue }

    /// A command's help below its usage: what it does, how it is used, and its exit codes.
    func help(_ about: String = "", examples: String) -> String {
        let codes = exits + [(.usage, "the command line is wrong")]
        let lines = codes.map { status, meaning in
            "  " + "\(status.rawValue)".padding(to: 4) + meaning
        }
        let parts = [about, "EXAMPLES\n" + examples, "EXIT CODES\n" + lines.joined(separator: "\n")]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 1)) }
}
