internal import RecoveryLog
internal import Vocabulary

/// The colour that an outcome has on the screen. The word says the same: nobody has to tell colours apart.
enum OutcomeColour {
    /// The background's number in ANSI's set of eight (ECMA-48, SGR 40 to 47).
    static func background(of outcome: Outcome) -> Int {
        switch outcome {
        case .repaired, .nothingToDo: 42
        case .locked, .refused: 43
        case .failed: 41
        case .noWindows: 44
        }
    }
}
