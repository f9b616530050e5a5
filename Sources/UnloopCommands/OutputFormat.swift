internal import ArgumentParser

/// The forms of a command's output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json
}
