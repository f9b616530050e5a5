internal import ArgumentParser
internal import Diagnostics
internal import LinuxSystem
internal import StickWriter

/// `unloop write`.
struct WriteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write",
        abstract: "Writes sticks from an image, reads them back, and puts keys and settings on them.",
        discussion: """
            Without a device it lists the disks of this machine, and what keeps them from being written. Sticks are written \
            side by side; only the used parts of the image are. The partition UNLOOP-LOG reaches to the end of the stick. \
            A stick that was begun and not finished says so, here and to whoever starts from it.

            Never written: the disk of the running system, what is mounted or otherwise in use, what is write-protected or \
            too small. A disk that is not removable needs --allow-fixed and its serial number (for a loop device: the name \
            of its file). No root is needed where you may write the device.

            EXAMPLES
              unloop write                             list the disks
              unloop write /dev/sdb                    write build/unloop.img to one stick
              unloop write image.img.zst --all-removable --yes --label "Ward 7" --keys unloop.keys
              unloop write build/unloop.img /dev/sdb /dev/sdc --settings unloop.yaml --remedy our-incident.yaml

            EXIT CODES
              0   every stick is written and verified, or the list is printed
              1   at least one stick is not; the table says which and why
              3   refused or not confirmed; nothing was written
              64  the command line cannot be understood
            """)

    @Argument(
        help: ArgumentHelp(
            "The image (.img or .img.zst), then whole disks such as /dev/sdb. (default: build/unloop.img)",
            valueName: "image or device"), completion: .file())
    var places: [String] = []

    @Flag(help: "Write every disk that says it is removable and is not in use. USB hard disks deny it: name them.")
    var allRemovable = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Recovery keys for keys/ on the stick, in any form that it reads.", valueName: "file"),
        completion: .file())
    var keys: [String] = []

    @Option(help: ArgumentHelp("The settings of the stick, for unloop.yaml.", valueName: "file"), completion: .file())
    var settings: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Remedies for remedies/ on the stick. Without --settings it uses these alone.", valueName: "file"),
        completion: .file())
    var remedy: [String] = []

    @Option(help: ArgumentHelp("A batch or site, which appears in every record.", valueName: "text"))
    var label: String?

    @Flag(help: "Write disks that are not removable too, each after its serial number was given.")
    var allowFixed = false

    @Option(help: ArgumentHelp("The serial number of a disk that is not removable; once for each.", valueName: "text"))
    var serial: [String] = []

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    @Flag(help: "Print nothing but errors and the result.")
    var quiet = false

    @Option(help: "The form of the result: table or json.")
    var format: OutputFormat = .table

    func validate() throws {
        let wrong = (keys + remedy + [settings].compactMap { $0 }).first(where: WritePlaces.isBlockDevice)
        if let wrong { throw ValidationError("\(wrong) is a disk; name disks before the options") }
        if !serial.isEmpty && !allowFixed { throw ValidationError("--serial is for --allow-fixed") }
        _ = try WritePlaces(places)
    }

    func run() throws {
        try KeyCommandError.reported {
            let places = try WritePlaces(places)
            if places.devices.isEmpty && !allRemovable { return try list(places) }
            let progress = TerminalProgress(isQuiet: quiet)
            let image = try progress.step("Reading \(places.image)") { try StickImage(places.image) }
            let additions = try StickInputs(keys: keys, settings: settings, remedies: remedy, label: label).additions()

            let candidates = StickCandidate.all(needed: PreparedStick.smallestSize(for: image))
            var selection = WriteSelection(candidates: candidates, allowsFixed: allowFixed, serials: serial)
            try selection.choose(places.devices, allRemovable: allRemovable)
            if !yes { try WriteConfirmation.ask(about: selection.chosen) }

            let session = WriteSession(image: image, additions: additions, progress: progress, isQuiet: quiet)
            let summary = WriteSummary(try session.write(selection.chosen))
            print(format == .json ? try summary.json() : summary.table(), terminator: "")
            if !summary.isComplete { throw ExitCode.failure }
        }
    }

    private func list(_ places: WritePlaces) throws {
        let image = try? StickImage(places.image)
        let candidates = StickCandidate.all(needed: image.map(PreparedStick.smallestSize) ?? 0)
        let list = CandidateList(candidates)
        print(format == .json ? try list.json() : list.table(), terminator: "")
    }
}
