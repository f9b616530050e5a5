internal import ArgumentParser
internal import Foundation
internal import RescueImage
internal import Vocabulary

/// `unloop build`.
struct BuildCommand: UnloopSubcommand {
    static let verb = Verb.build
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Build the rescue image from Debian packages, without root.",
        discussion: verb.help(
            """
            Writes unloop.img, unloop.iso, pxe/, manifest.json, sbom.spdx.json and packages.lock. The same lock, template \
            and agent give the same bytes.
            """,
            examples: """
                  unloop build
                  unloop build --format usb --output /tmp/stick
                  unloop build --summary        print the effective template
                  unloop build --lock build/packages.lock --offline
                """))

    @Option(help: ArgumentHelp("The folder with template.yaml. (default: ImageTemplates/rescue)", valueName: "folder"))
    var template: String?

    @Option(help: ArgumentHelp("What to make; several with commas between.", valueName: "formats"))
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

    @Flag(help: "Use only packages in the cache.")
    var offline = false

    @Flag(help: "Print the effective template and build nothing.")
    var summary = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        // They go to other programs and into files.
        let paths = [template, output, cache, lock, agent].compactMap { $0 }
        if let path = paths.first(where: { !PathText.isExact($0) }) {
            throw ValidationError("\(PathText.shown(path)): a name that is not UTF-8; choose another folder or file")
        }
    }

    func run() throws {
        let folder = template ?? Locations.template()
        if summary {
            print(try TemplateSummary.text(ofTemplateIn: folder), terminator: "")
        } else {
            try build(template: folder)
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
        let progress = TerminalProgress(common.console)
        let result = try RescueImageBuilder(options, progress: progress).build()
        let megabytes = String(format: "%.1f", Double(result.kernelAndInitramfsSize) / 1_000_000)
        progress.note("Build \(result.build): kernel and initramfs are \(megabytes) MB.")
        for path in result.outputs { print(path) }
    }
}
