internal import ArgumentParser
internal import Diagnostics
internal import LinuxSystem
internal import StickWriter

/// `unloop write`.
struct WriteCommand: UnloopSubcommand {
    static let verb = Verb.write
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Write sticks from an image, read them back, and put keys and settings on them.",
        discussion: verb.help(
            """
            Without a device it lists the disks of this machine, and why some cannot be written. Sticks are written side by \
            side, and only the used parts of the image. The partition UNLOOP-LOG extends to the end of the stick. A stick \
            whose writing did not finish says so, here and when a machine starts from it.

            Never written: the disk of the running system, disks that are mounted or otherwise in use, write-protected or \
            too small. A disk that is not removable needs --allow-fixed and its serial number (for a loop device: the name \
            of its file). Root is not needed if you may write the device.
            """,
            examples: """
                  unloop write                             list the disks
                  unloop write /dev/sdb                    write build/unloop.img to one stick
                  unloop write image.img.zst --all-removable --yes --label "Ward 7" --keys unloop.keys
                  unloop write build/unloop.img /dev/sdb /dev/sdc --settings unloop.yaml --remedy our-incident.yaml
                """))

    @Argument(
        help: ArgumentHelp(
            "The image (.img or .img.zst), then whole disks such as /dev/sdb. (default: build/unloop.img)",
            valueName: "image or device"), completion: .file())
    var places: [String] = []

    @Flag(help: "Write every disk that reports itself removable and is not in use. USB hard disks do not: name them.")
    var allRemovable = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Recovery keys for the folder keys on the stick, in any form that it reads.", valueName: "file"),
        completion: .file())
    var keys: [String] = []

    @Option(help: ArgumentHelp("The settings of the stick (unloop.yaml).", valueName: "file"), completion: .file())
    var settings: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Remedies for the folder remedies on the stick. Without --settings, only these are used.", valueName: "file"
        ),
        completion: .file())
    var remedy: [String] = []

    @Option(help: ArgumentHelp("A batch or site, which appears in every record.", valueName: "text"))
    var label: String?

    @Flag(help: "Also write disks that are not removable, each after its serial number is given.")
    var allowFixed = false

    @Option(
        help: ArgumentHelp("The serial number of a disk that is not removable; once for each disk.", valueName: "text"))
    var serial: [String] = []

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        let wrong = (keys + remedy + [settings].compactMap { $0 }).first(where: WritePlaces.isBlockDevice)
        if let wrong { throw ValidationError("\(wrong) is a disk; put disks before the options") }
        if !serial.isEmpty && !allowFixed { throw ValidationError("--serial needs --allow-fixed") }
        _ = try WritePlaces(places)
    }

    func run() throws {
        let console = common.console
        let places = try WritePlaces(places)
        if places.devices.isEmpty && !allRemovable { return try list(places) }
        let progress = TerminalProgress(console)
        let image = try progress.step("Reading \(places.image)") { try StickImage(places.image) }
        let inputs = StickInputs(keys: keys, settings: settings, remedies: remedy, label: label, console: console)
        let additions = try inputs.additions()

        let candidates = try StickCandidate.all(needed: PreparedStick.smallestSize(for: image))
        let confirmation = WriteConfirmation(console: console)
        var selection = WriteSelection(
            candidates: candidates, allowsFixed: allowFixed, serials: serial, confirmation: confirmation)
        try selection.choose(places.devices, allRemovable: allRemovable)
        if !yes { try confirmation.ask(about: selection.chosen.map(\.candidate)) }

        let session = WriteSession(image: image, additions: additions, progress: progress, console: console)
        let summary = WriteSummary(try session.write(selection.chosen))
        try output.print(table: summary.table(), json: summary.json())
        if !summary.isComplete { throw ExitStatus.failed }
    }

    private func list(_ places: WritePlaces) throws {
        let image = try? StickImage(places.image)
        let candidates = try StickCandidate.all(needed: image.map(PreparedStick.smallestSize) ?? 0)
        let list = CandidateList(candidates)
        try output.print(table: list.table(), json: list.json())
    }
}
