internal import ArgumentParser

/// How a command prints keys.
struct KeyReportOptions: ParsableArguments {
    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @Option(help: "The form of the output: table or json.")
    var format: Format = .table

    @Flag(help: "Print the keys themselves. Whoever sees them can open the volumes.")
    var reveal = false

    /// Prints to standard output.
    func print(_ collection: KeyCollection) throws {
        let report = KeyReport(collection, reveals: reveal)
        Swift.print(format == .json ? try report.json() : report.table(), terminator: "")
    }
}
