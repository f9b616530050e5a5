/// A field that a person types into at the machine.
package protocol PromptField {
    /// Takes a key.
    ///
    /// - Returns: Whether the person has finished.
    mutating func take(_ key: TypedKey) -> Bool
    /// What has been typed, as the screen shows it. A serial line gets it `masked`, because somebody may record that line.
    func line(masked: Bool) -> String
    /// What is wrong with it; empty if nothing is.
    var message: String { get }
    /// Overwrites what was typed.
    mutating func wipe()
}
