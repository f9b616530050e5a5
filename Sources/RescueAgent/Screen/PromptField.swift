/// Something that a person types at the machine.
protocol PromptField {
    /// Takes a key.
    ///
    /// - Returns: Whether the person is done.
    mutating func take(_ key: TypedKey) -> Bool
    /// What has been typed, as the screen shows it. A serial line gets it `masked`: what it shows is recorded elsewhere.
    func line(masked: Bool) -> String
    /// What there is to say about it; empty if nothing.
    var message: String { get }
    /// Forgets what was typed, so that it can be wiped.
    mutating func wipe()
}
