/// Looks through a machine's console for what must never be there.
public enum ConsoleScan {
    /// What the kernel says when something is broken, and what a crashed Swift program leaves.
    private static let signs = [
        "Kernel panic", "Oops:", "BUG:", "Attempted to kill init", "Unable to mount root", "segfault at",
        "general protection fault", "Call Trace:", "blocked for more than", "Out of memory: Killed process",
        "Fatal error:", "*** Signal", "stack smashing detected",
    ]

    /// The lines that tell of a problem, each with its number from 1; empty when there is none.
    public static func problems(in text: String) -> [String] {
        var problems: [String] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        where signs.contains(where: { line.contains($0) }) {
            problems.append("line \(index + 1): \(line)")
        }
        return problems
    }
}
