/// How likely a key is to open a volume, the likeliest first: the order in which keys are tried.
public enum KeyLikelihood: Int, CaseIterable, Sendable {
    /// Its source names one of the volume's protectors.
    case certain
    /// Its source names several protectors, one of the volume's among them.
    case candidate
    /// A person typed it at this machine.
    case typed
    /// Its source names the volume's computer, by its full name or its serial number.
    case sameComputer
    /// Its source names a computer whose name has the same first 15 letters, which are all that NetBIOS keeps.
    case similarName
    /// Its source names neither a protector nor a computer.
    case anonymous
    /// Its source names another protector or another computer. Exports are wrong at times: machines are renamed, and
    /// columns mistaken.
    case other
}
