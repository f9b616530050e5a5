internal import ArgumentParser
internal import Diagnostics
internal import FleetStore
internal import Foundation
internal import JSONCoding
internal import RecoveryLog
internal import Vocabulary

/// `unloop log verify`: whether the lines of logs follow from each other.
struct LogVerifyCommand: UnloopSubcommand {
    static let verb = Verb.logVerify
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Check logs for damage and edits.",
        discussion: verb.help(
            """
            Every line of a log has a hash that depends on all lines before it. A log is
              consistent  every line follows from the one before it, to the end of the run
              cut         the same, up to where writing was cut off: a stick was pulled, power failed
              damaged     lines were lost by the medium, from the named line on
              edited      changed from the named line on, or that line is not where a run writes it
              unchained   written by an image that did not write hashes yet
              no log      a .jsonl file of something else, or one that cannot be read
            This shows damage and careless edits. It does not prove who wrote a log: anyone can compute the hashes again. A \
            signature proves that whoever wrote it had the private half of the key that --key names, which "unloop log key" \
            makes. It covers a whole run: a log that was cut has none.
            """,
            examples: """
                  unloop log verify /media/UNLOOP-LOG
                  unloop log verify --key log-signing.pub /media/UNLOOP-LOG
                  unloop log verify --format json returned/*.zip stick.img
                """))

    @Argument(help: "Mounted sticks, folders, logs, zip files, images, devices.", completion: .file())
    var sources: [String]

    @Option(
        help: ArgumentHelp(
            "Accept only logs signed by this key: its public half (.pub). May be given several times.",
            valueName: "file"),
        completion: .file())
    var key: [String] = []

    @OptionGroup var output: OutputOptions
    @OptionGroup var common: CommonOptions

    /// Needs at least one source.
    func validate() throws {
        if sources.isEmpty { throw ValidationError("Name at least one source.") }
    }

    /// Reads the logs, prints what is true of each, and exits as the help says.
    func run() throws {
        let signers = try key.map(LogSigner.init(of:))
        var verdicts: [LogVerdict] = []
        var isIncomplete = false
        for name in sources {
            var progress = LineProgress(displaySafe(name), common.console)
            let before = verdicts.count
            do throws(FleetStoreError) {
                let source = try LogSource.open(name)
                let shown = source.name
                ParallelReading.forEach(of: source) {
                    LogVerdict($0, in: shown, signers: signers)
                } consume: { verdict in
                    verdicts.append(verdict)
                    progress.show("\(verdicts.count - before) files")
                }
                progress.end()
                for oddity in source.oddities { common.console.complain("\(name): \(oddity)") }
                if verdicts.count == before { throw source.emptiness }
            } catch {
                progress.end()
                common.console.complain(error)
                isIncomplete = true
            }
        }
        try output.print(table: LogVerdict.table(verdicts), json: OrderedJSON.lines(verdicts))
        if isIncomplete { throw ExitStatus.failed }
        if verdicts.contains(where: { $0.isObjectionable }) { throw ExitStatus.objection }
        if verdicts.contains(where: { !$0.isFlawless }) { throw ExitStatus.incomplete }
    }
}
