/// Commands as text that a POSIX shell reads back: what a message offers to run again.
public enum ShellWords {
    /// A word, in quotes where it needs them.
    public static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.utf8.allSatisfy(isPlain)
        return isPlain
            ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// A command with the variables that are set for it.
    public static func commandLine(_ command: [String], environment: [String: String] = [:]) -> String {
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\(quoted($0.value))" }
        // A first word with an equals sign would be taken for a variable.
        let words = command.map(quoted)
        let needsEnv = command.first?.contains("=") == true
        return (variables + (needsEnv ? ["env", "--"] : []) + words).joined(separator: " ")
    }

    /// Whether a byte means nothing to a shell. A tilde is left out, which stands for a folder at the beginning of a word.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_-./:=,+@%".utf8.contains(byte)
        }
    }
}
