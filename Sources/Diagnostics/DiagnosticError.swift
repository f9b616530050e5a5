/// An error that says what is wrong, with which object, and what to do about it.
///
/// Every module has its own error structure; this protocol is what the edges (command line, agent screen, recovery log)
/// need to show any of them.
public protocol DiagnosticError: Error, CustomStringConvertible, Sendable {
    /// A stable identifier in kebab-case, unique within Unloop; it appears in logs and documentation.
    var codeText: String { get }
    /// One sentence or two for a person: what is wrong with which file, disk or row, and the remedy.
    var message: String { get }
    /// What this error was raised for, if it wraps another.
    var cause: (any Error)? { get }
}

extension DiagnosticError {
    /// The message with its code: one line for the operator.
    public var description: String { "\(message) [\(codeText)]" }
}

/// The error and, indented below it, the chain of its causes: what `--verbose` shows.
public func diagnosticTree(_ error: any Error) -> String {
    var lines: [String] = []
    var current: (any Error)? = error
    var depth = 0
    while let shown = current {
        let prefix = depth == 0 ? "" : String(repeating: "  ", count: depth - 1) + "└─ "
        lines.append(prefix + "\(shown)")
        current = (shown as? any DiagnosticError)?.cause
        depth += 1
    }
    return lines.joined(separator: "\n")
}
