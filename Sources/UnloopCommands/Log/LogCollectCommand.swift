internal import ArgumentParser
internal import Diagnostics
internal import FleetStore
internal import Foundation
internal import RecoveryLog
internal import Vocabulary

/// `unloop log collect`: the logs of many sticks into one database.
struct LogCollectCommand: UnloopSubcommand {
    static let verb = Verb.logCollect
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Put the logs of many sticks into one SQLite file.",
        discussion: verb.help(
            """
            A source is a mounted stick or any folder with logs in it, a single log, a zip file, the image of a stick (.img, \
            also compressed), or a stick that is not mounted (/dev/sdX). Sources are only read. Every run is kept once, however \
            often it is collected; a longer copy replaces one that was cut off. What cannot be read is named on standard error and \
            kept in the table refused_file.
            """,
            examples: """
                  unloop log collect /media/UNLOOP-LOG --into fleet.sqlite
                  unloop log collect returned/*.zip images/*.img /dev/sdb --into fleet.sqlite
                  sqlite3 fleet.sqlite "SELECT outcome, count(*) FROM machines GROUP BY outcome"
                """))

    @Argument(help: "Mounted sticks, folders, logs, zip files, images, devices.", completion: .file())
    var sources: [String]

    @Option(help: ArgumentHelp("The SQLite file; made if it does not exist.", valueName: "file"), completion: .file())
    var into: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var common: CommonOptions

    /// Needs at least one source.
    func validate() throws {
        if sources.isEmpty { throw ValidationError("Name at least one source.") }
    }

    /// Collects, prints what came of each source, and exits as the help says.
    func run() throws {
        let collector = FleetCollector(into: try FleetDatabase.collecting(into: into))
        var summaries: [CollectionSummary] = []
        var isIncomplete = false
        for name in sources {
            var progress = LineProgress(displaySafe(name), common.console)
            defer { progress.end() }
            do throws(FleetStoreError) {
                let source = try LogSource.open(name)
                let summary = try collector.collect(source) { progress.show("\($0) files") }
                progress.end()
                for oddity in summary.oddities { common.console.complain("\(name): \(oddity)") }
                if summary.logs + summary.refused.count == 0 { throw source.emptiness }
                for file in summary.refused { common.console.complain(file.line(in: name)) }
                summaries.append(summary)
            } catch {
                progress.end()
                common.console.complain(error)
                isIncomplete = true
                // The next source could not be written either.
                if error.code == .collectionFailed { break }
            }
        }
        let report = CollectReport(summaries: summaries)
        try output.print(table: report.table(), json: report.json())
        if isIncomplete { throw ExitStatus.failed }
        if summaries.contains(where: { !$0.refused.isEmpty }) { throw ExitStatus.incomplete }
    }
}
