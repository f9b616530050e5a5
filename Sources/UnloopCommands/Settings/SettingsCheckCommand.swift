internal import ArgumentParser
internal import Foundation
internal import RunSettings
internal import Vocabulary

/// `unloop settings check`: what a rescue run makes of files of settings.
struct SettingsCheckCommand: UnloopSubcommand {
    static let verb = Verb.settingsCheck
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Read files of settings as a stick does, and name the mistakes.",
        discussion: verb.help(
            """
            Prints the files with the number of mistakes; with --summary, every setting in force and where it comes from. \
            Mistakes are named on standard error, with file, line and setting, and with the value that is used until they \
            are corrected. Each file counts as that of a stick of its own.
            """,
            examples: """
                  unloop settings check unloop.yaml
                  unloop settings check --summary unloop.yaml
                  unloop settings check --summary --boot "unloop.ask=never unloop.then=reboot" unloop.yaml
                  unloop settings check --summary --format json ward-*.yaml
                """))

    @Argument(help: "Files such as unloop.yaml, or - for standard input.", completion: .file())
    var files: [String] = []

    @Flag(help: "Print every setting in force, and where it comes from.")
    var summary = false

    @Option(help: "Words of a kernel command line, which override the file.")
    var boot: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if files.isEmpty, boot == nil { throw ValidationError("Name a file, or words with --boot.") }
    }

    func run() throws {
        let words = KernelCommandLine.parse((boot ?? "").utf8)
        var readings = files.map { path in
            let name = path == "-" ? "standard input" : PathText.shown(path)
            return SettingsReport.Reading(
                name: name, settings: Self.settings(Self.file(path, name: name), words))
        }
        if readings.isEmpty {
            readings.append(SettingsReport.Reading(name: "--boot", settings: Self.settings(nil, words)))
        }
        let report = SettingsReport(readings, hasSummary: summary)
        try output.print(table: report.table(), json: report.json())
        for complaint in report.complaints { common.console.complain(complaint) }
        if report.status != .done { throw report.status }
    }

    /// What the shipped image makes of a file and of words.
    private static func settings(_ file: SettingsFile?, _ words: [String: String]) -> RunSettings {
        RunSettings(file: file, commandLine: words, keyboards: KeyboardLayout.allCases.map(\.rawValue))
    }

    /// A file's content as far as a stick reads it.
    private static func file(_ path: String, name: String) -> SettingsFile {
        do {
            let descriptor =
                path == "-" ? dup(STDIN_FILENO) : PathText.withBytes(of: path) { open($0, O_RDONLY | O_CLOEXEC) }
            guard descriptor >= 0 else { throw CommandFileError.unreadable(path) }
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            return SettingsFile([UInt8](try handle.read(upToCount: SettingsFile.maximumSize + 1) ?? Data()), name: name)
        } catch {
            return SettingsFile(unreadable: "cannot be read; check its name and permissions", name: name)
        }
    }
}
