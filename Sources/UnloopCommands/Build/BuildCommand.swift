internal import ArgumentParser
internal import Diagnostics
internal import Foundation
internal import RescueImage

/// `unloop build`.
struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Builds the rescue image from Debian packages, without root.",
        discussion: """
            Writes unloop.img, unloop.iso, pxe/, manifest.json, sbom.spdx.json and packages.lock. The same lock, template \
            and agent give the same bytes.

            EXAMPLES
              unloop build
              unloop build --format usb --output /tmp/stick
              unloop build --summary        print what the template comes to
              unloop build --lock build/packages.lock --offline

            EXIT CODES
              0   built
              1   not built; the message names what is wrong and what to do
              64  the command line cannot be understood
            """)

    @Option(help: ArgumentHelp("The folder with template.yaml. (default: ImageTemplates/rescue)", valueName: "folder"))
    var template: String?

    @Option(help: ArgumentHelp("What to make: usb, iso, pxe, with commas between.", valueName: "formats"))
    var format = FormatList(formats: Set(BuildOptions.Format.allCases))

    @Option(help: ArgumentHelp("The folder for the results.", valueName: "folder"))
    var output = "build"

    @Option(help: ArgumentHelp("The Debian mirror. (default: the one in this machine's apt sources)", valueName: "url"))
    var mirror: String?

    @Option(
        help: ArgumentHelp(
            "The folder for packages and intermediate results. (default: ~/.cache/unloop)", valueName: "folder"))
    var cache: String?

    @Option(help: ArgumentHelp("Build from exactly these packages.", valueName: "file"))
    var lock: String?

    @Option(help: ArgumentHelp("The agent's executable. (default: unloop-agent beside unloop)", valueName: "file"))
    var agent: String?

    @Flag(help: "Use the cache alone.")
    var offline = false

    @Flag(help: "Print the effective template and build nothing.")
    var summary = false

    @Flag(help: "Print nothing but errors and results.")
    var quiet = false

    @Flag(help: "Print the causes of an error as well.")
    var verbose = false

    func run() throws {
        do {
            let folder = template ?? Locations.template()
            if summary {
                print(try TemplateSummary.text(ofTemplateIn: folder), terminator: "")
                return
            }
            try build(template: folder)
        } catch let error as any DiagnosticError {
            StandardError.write("error: " + (verbose ? diagnosticTree(error) : error.description) + "\n")
            throw ExitCode.failure
        }
    }

    private func build(template: String) throws {
        var options = BuildOptions(
            templateDirectory: template, outputDirectory: output, cacheDirectory: cache ?? Locations.cache(),
            agentPath: agent ?? Locations.besideExecutable("unloop-agent"))
        options.formats = format.formats
        options.lockPath = lock
        options.mirror = mirror
        options.isOffline = offline
        let progress = TerminalProgress(isQuiet: quiet)
        let result = try RescueImageBuilder(options, progress: progress).build()
        let megabytes = String(format: "%.1f", Double(result.kernelAndInitramfsSize) / 1_000_000)
        progress.note("Build \(result.build): kernel and initramfs are \(megabytes) MB.")
        for path in result.outputs { print(path) }
    }
}
