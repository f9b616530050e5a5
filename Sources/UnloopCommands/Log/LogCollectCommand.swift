public import ArgumentParser
internal import Diagnostics
internal import FleetStore
internal import Foundation
internal import RecoveryLog

/// `unloop log collect`: the logs of many sticks into one database.
public struct LogCollectCommand: ParsableCommand {
    /// Help, with the exit codes.
    public static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Put the logs of many sticks into one SQLite file.",
        discussion: """
            A source is a mounted stick or any folder with logs in it, a single log, a zip file, the image of a stick \
            (.img, also compressed), or a stick that is not mounted (/dev/sdX). Sources are only read. Every run is \
            kept once, however often it is collected; a copy that was cut gives way to a longer one. What cannot be \
            read is named on standard error and kept in the table refused_file.

            EXAMPLES
              unloop log collect /media/UNLOOP-LOG --into fleet.sqlite
              unloop log collect returned/*.zip images/*.img /dev/sdb --into fleet.sqlite
              sqlite3 fleet.sqlite "SELECT outcome, count(*) FROM machines GROUP BY outcome"

            EXIT CODES
              0   everything was read
              1   a source could not be opened, or the database not written; the message names it
              2   all sources could be opened, but files of them were no logs or could not be read
              64  the command line cannot be understood
            """)

    @Argument(help: "Mounted sticks, folders, logs, zip files, images, devices.", completion: .file())
    var sources: [String]

    @Option(help: ArgumentHelp("The SQLite file; made if it is not there.", valueName: "file"), completion: .file())
    var into: String

    @Option(help: "The form of the output: table or json (an array, one source each).")
    var format: LogShowCommand.Format = .table

    @Flag(help: "No progress on standard error.")
    var quiet = false

    /// Made by the argument parser.
    public init() {}

    /// Needs at least one source.
    public func validate() throws {
        if sources.isEmpty { throw ValidationError("Name at least one source.") }
    }

    /// Collects, prints what came of each source, and exits as the help says.
    public func run() throws {
        let collector = FleetCollector(into: try FleetDatabase.collecting(into: into))
        var summaries: [CollectionSummary] = []
        var isIncomplete = false
        for name in sources {
            var progress = LineProgress(displaySafe(name), isQuiet: quiet)
            defer { progress.end() }
            do throws(FleetStoreError) {
                let source = try LogSource.open(name)
                let summary = try collector.collect(source) { progress.show("\($0) files") }
                if summary.logs + summary.refused.count == 0 { throw source.emptiness }
                progress.end()
                for oddity in summary.oddities { StandardError.complain("\(name): \(oddity)") }
                for file in summary.refused { StandardError.complain("\(name): \(file.name): \(file.reason)") }
                summaries.append(summary)
            } catch {
                progress.end()
                StandardError.complain(error.description)
                isIncomplete = true
                // The next source could not be written either.
                if error.code == .collectionFailed { break }
            }
        }
        let report = CollectReport(summaries: summaries)
        print(try format == .json ? report.json() : report.table(), terminator: "")
        if isIncomplete { throw ExitCode(1) }
        if summaries.contains(where: { !$0.refused.isEmpty }) { throw ExitCode(2) }
    }
}
