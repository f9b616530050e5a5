/// The keyboard layouts that a stick's settings can name. Passphrases are typed with them; recovery keys need none.
public enum KeyboardLayout: String, Sendable, CaseIterable {
    // In the order in which the settings file offers them.
    case us, uk, de, fr, es, it, pt, br, be, ch
    case swissFrench = "ch-fr"
    case ca, cz, dk, fi, hu, jp, no, pl, se, tr, dvorak

    /// The kernel's own layout, which needs no file.
    public static let builtIn = us
}
