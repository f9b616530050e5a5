public import ArgumentParser
internal import Diagnostics
internal import FleetStore
internal import Foundation
internal import RecoveryLog
internal import Vocabulary

/// `unloop log verify`: whether logs are as they were written.
public struct LogVerifyCommand: ParsableCommand {
    /// Help, with the exit codes.
    public static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Say whether logs are as they were written.",
        discussion: """
            Every line of a log carries the hash of itself and of the line before. A log is
              whole      as it was written, to the end of the run
              cut        as written up to where writing stopped: the stick was pulled, or the power failed
              damaged    the stick lost lines, from the one named on; the others are as written
              edited     a line was changed after it was written, or one before it is missing
              unchained  written by an older image, without hashes: changes cannot be detected
              no log     a .jsonl file of something else, or one that cannot be read
            The chain shows damage and careless edits. It is not a signature: anyone can compute new hashes.

            EXAMPLES
              unloop log verify /media/UNLOOP-LOG
              unloop log verify --format json returned/*.zip stick.img

            EXIT CODES
              0   all logs are whole
              1   a source could not be opened, or has no logs; the message names it
              2   none is edited, but some are cut, damaged, unchained, or not logs
              3   a log is edited
              64  the command line cannot be understood
            """)

    @Argument(help: "Mounted sticks, folders, logs, zip files, images, devices.", completion: .file())
    var sources: [String]

    @Option(help: "The form of the output: table or json (an array, one log each).")
    var format: LogShowCommand.Format = .table

    @Flag(help: "No progress on standard error.")
    var quiet = false

    /// Made by the argument parser.
    public init() {}

    /// Needs at least one source.
    public func validate() throws {
        if sources.isEmpty { throw ValidationError("Name at least one source.") }
    }

    /// Reads the logs, prints what is true of each, and exits as the help says.
    public func run() throws {
        var verdicts: [LogVerdict] = []
        var isIncomplete = false
        for name in sources {
            var progress = LineProgress(displaySafe(name), isQuiet: quiet)
            let before = verdicts.count
            do throws(FleetStoreError) {
                let source = try LogSource.open(name)
                ParallelReading.forEach(of: source) {
                    LogVerdict($0, in: name)
                } consume: { verdict in
                    verdicts.append(verdict)
                    progress.show("\(verdicts.count - before) files")
                }
                if verdicts.count == before { throw source.emptiness }
                progress.end()
            } catch {
                progress.end()
                StandardError.complain(error.description)
                isIncomplete = true
            }
        }
        print(format == .json ? try OrderedJSON.lines(verdicts) : LogVerdict.table(verdicts), terminator: "")
        if isIncomplete { throw ExitCode(1) }
        if verdicts.contains(where: { $0.state == .edited }) { throw ExitCode(3) }
        if verdicts.contains(where: { $0.state != .whole }) { throw ExitCode(2) }
    }
}
