internal import ArgumentParser

/// How a command prints keys.
struct KeyReportOptions: ParsableArguments {
    @OptionGroup var output: OutputOptions

    @Flag(help: "Print the keys themselves: whoever sees them can open the volumes.")
    var reveal = false

    /// Prints to standard output.
    func print(_ collection: KeyCollection) throws {
        let report = KeyReport(collection, reveals: reveal)
        try output.print(table: report.table(), json: report.json())
    }
}
