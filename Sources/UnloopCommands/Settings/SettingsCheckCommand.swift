internal import ArgumentParser
internal import Foundation
internal import RecoveryLog
internal import RunSettings
internal import Vocabulary

/// `unloop settings check`: what a rescue run makes of files of settings.
struct SettingsCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read files of settings as a stick does, and name what is wrong in them.",
        discussion: """
            Prints the files with the number of mistakes; with --summary every setting that holds, and where it comes from. \
            Mistakes are named on standard error, with file, line and setting, and with the value that holds until they are \
            mended. Each file is taken for that of a stick of its own.

            EXAMPLES
              unloop settings check unloop.yaml
              unloop settings check --summary unloop.yaml
              unloop settings check --summary --boot "unloop.ask=never unloop.then=reboot" unloop.yaml
              unloop settings check --summary --format json ward-*.yaml

            EXIT CODES
              0   all is well
              1   a file cannot be read
              2   there are mistakes, which are named on standard error
              64  the command line cannot be understood
            """)

    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @Argument(help: "Files such as unloop.yaml, or - for standard input.", completion: .file())
    var files: [String] = []

    @Flag(help: "Print every setting that holds, and where it comes from.")
    var summary = false

    @Option(help: "Words of a kernel command line, which override the file.")
    var boot: String?

    @Option(help: "The form of the output: table or json.")
    var format: Format = .table

    func validate() throws {
        if files.isEmpty, boot == nil { throw ValidationError("Name a file, or words with --boot.") }
    }

    func run() throws {
        let words = KernelCommandLine.parse((boot ?? "").utf8)
        var readings = files.map { path in
            let name = path == "-" ? "standard input" : path
            return SettingsReport.Reading(
                name: name, settings: RunSettings(file: Self.file(path, name: name), commandLine: words))
        }
        if readings.isEmpty {
            readings.append(SettingsReport.Reading(name: "--boot", settings: RunSettings(commandLine: words)))
        }
        let report = SettingsReport(readings, hasSummary: summary)
        print(format == .json ? try report.json() : report.table(), terminator: "")
        StandardError.write(report.complaints.map { "unloop: \(displaySafe($0, limit: 1000))\n" }.joined())
        if report.exitCode != 0 { throw ExitCode(report.exitCode) }
    }

    /// A file's content as far as a stick reads it.
    private static func file(_ path: String, name: String) -> SettingsFile {
        do {
            let handle =
                path == "-" ? .standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            return SettingsFile([UInt8](try handle.read(upToCount: SettingsFile.maximumSize + 1) ?? Data()), name: name)
        } catch {
            return SettingsFile(unreadable: "cannot be read; check the name and the rights", name: name)
        }
    }
}
