extension Verb {
    /// What the exit codes of a command mean, apart from `usage`, which is the same for all.
    var exits: [(status: ExitStatus, meaning: String)] {
        switch self {
        case .build:
            [
                (.done, "built"),
                (.failed, "not built; the message says what is wrong and what to do"),
            ]
        case .write:
            [
                (.done, "all sticks written and verified, or the list printed"),
                (.failed, "at least one stick not written; the table says which and why"),
                (.objection, "refused or not confirmed; nothing was written"),
            ]
        case .repair:
            [
                (.done, "every machine is repaired, or has a Windows and nothing to do"),
                (.failed, "at least one machine failed; the table says which and why"),
                (.incomplete, "none failed, and at least one is locked, refused, or has no Windows"),
            ]
        case .undo:
            [
                (.done, "every byte is as it was"),
                (.failed, "not put back; the message says what is wrong and what to do"),
            ]
        case .keysCheck:
            [
                (.done, "all files read without problems"),
                (.failed, "a file cannot be read, or there is no key at all"),
                (.incomplete, "keys found, and some are bad or have no certain ID; see standard error"),
            ]
        case .keysSeal:
            [
                (.done, "sealed"),
                (.failed, "not sealed: a file cannot be read, there is no key, or the output exists"),
                (.incomplete, "sealed, except what is on standard error: bad rows, machines without a key"),
            ]
        case .keysAdd:
            [
                (.done, "added"),
                (.failed, "nothing changed: a file cannot be read, there is no key, or the passphrase is wrong"),
                (.incomplete, "added, except what is on standard error"),
            ]
        case .keysList:
            [
                (.done, "listed"),
                (.failed, "the file cannot be read, or the passphrase is wrong"),
                (.incomplete, "listed, with problems, which are on standard error"),
            ]
        case .settingsCheck:
            [
                (.done, "no mistakes"),
                (.failed, "a file cannot be read"),
                (.incomplete, "mistakes, which are on standard error"),
            ]
        case .settingsNew: [(.done, "printed")]
        case .logShow:
            [
                (.done, "all logs read, and all complete"),
                (.failed, "a path cannot be read; the message names it"),
                (.incomplete, "a log is cut off or has unreadable lines; with --machine: no such machine"),
            ]
        case .logVerify:
            [
                (.done, "all logs consistent; with --key: and signed by it"),
                (.failed, "a source cannot be read or has no logs; the message names it"),
                (
                    .incomplete,
                    "no log edited, but some cut, damaged, unchained, not fully readable, or not logs; with --key: or "
                        + "not signed"
                ),
                (.objection, "a log was edited, or its signature is invalid or, with --key, another key's"),
            ]
        case .logKey:
            [
                (.done, "made"),
                (.failed, "not made: a file exists or cannot be written, or there is no passphrase"),
            ]
        case .logCollect:
            [
                (.done, "everything collected"),
                (.failed, "a source cannot be read, or the database not written; the message names it"),
                (.incomplete, "all sources read, except files that are not logs or are damaged"),
            ]
        case .logReport:
            [
                (.done, "report made"),
                (.failed, "the collection or an inventory cannot be read; the message names it"),
            ]
        }
    }
}
