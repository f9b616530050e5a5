/// The settings of a run, by the words that name them in `unloop.yaml`. On the kernel command line `unloop.` stands before
/// the word.
public enum SettingKey: String, Sendable, CaseIterable {
    /// Which remedies are used.
    case remedies
    /// Whether the machine stays as it is, whatever is found.
    case lookOnly = "look-only"
    /// What comes after the outcome.
    case then
    /// Whether a person may be asked for keys.
    case ask
    /// How many keys are tried on a locked volume.
    case keyTries = "key-tries"
    /// What is done about a hibernated Windows.
    case hibernated
    /// What is done about a volume that is marked as dirty.
    case dirty
    /// What is done about a Windows on a USB disk.
    case removable
    /// Whether removed files are copied to the stick.
    case keepCopies = "keep-copies"
    /// The batch or site, which appears in every record.
    case label
    /// The layout of the keyboard.
    case keyboard
    /// Whether the outcome sounds.
    case beep
    /// How large the letters on the screen are.
    case textSize = "text-size"
}
