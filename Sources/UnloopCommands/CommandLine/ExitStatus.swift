/// How a command ends: the exit codes of `unloop`. What each means for a command, `Verb.exits` says. A command throws one
/// when it has said all there is to say.
enum ExitStatus: Int32, Error, CaseIterable {
    /// Done.
    case done = 0
    /// Not done; a message says what is wrong and what to do.
    case failed = 1
    /// Done, apart from what messages name.
    case incomplete = 2
    /// A result that the command's help names: a refusal, an edited log.
    case objection = 3
    /// The command line is wrong (`EX_USAGE`, sysexits.h).
    case usage = 64
}
