internal import ArgumentParser

/// The formats of a command's output. Help and completion list them from here.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json
}

/// `--format`, for commands that print a table for people or JSON for programs.
struct OutputOptions: ParsableArguments {
    @Option(help: "The format of the output.")
    var format: OutputFormat = .table

    /// Prints to standard output.
    func print(table: @autoclosure () -> String, json: @autoclosure () throws -> String) rethrows {
        switch format {
        case .table: Swift.print(table(), terminator: "")
        case .json: Swift.print(try json(), terminator: "")
        }
    }
}
