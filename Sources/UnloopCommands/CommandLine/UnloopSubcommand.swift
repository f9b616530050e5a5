internal import ArgumentParser

/// A command that does something, as opposed to one that only groups others.
///
/// Its `run` throws what went wrong, and the runner reports it; an `ExitStatus` once the command itself has said it.
protocol UnloopSubcommand: ParsableCommand {
    /// Which command it is: its name, and its exit codes.
    static var verb: Verb { get }
    /// The options that every command has.
    var common: CommonOptions { get }
}

/// The options that every command has.
struct CommonOptions: ParsableArguments {
    @Flag(help: "Print only results and errors.")
    var quiet = false

    @Flag(help: "Print the causes of each error.")
    var verbose = false

    /// Standard error as these options want it.
    var console: Console { Console(isQuiet: quiet, isVerbose: verbose) }
}
