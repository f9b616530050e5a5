internal import Diagnostics
internal import DiskFormats
internal import DiskImage
internal import RunSettings
internal import Vocabulary

/// What is on the log partition of a new stick: what the image has there, and what is added.
struct LogContent {
    /// Unix seconds for every entry: the newest of the image's, so that the same inputs give the same bytes.
    let timestamp: Int64
    /// The batch or site that the settings name.
    let label: String?
    private let serial: UInt32
    private let files: [FATFile]
    private let directories: [String]

    /// The image's own files there are short texts. More would be a copy of a used stick.
    private static let maximumSize = 64 << 20

    init(_ image: StickImage, _ additions: StickAdditions) throws(StickWriterError) {
        let log = image.logPartition
        let (volume, entries) = try soundFormat(image.name) { () throws(DiskFormatError) in
            let volume = try FATFileSystem(image.file, at: log.start * 512, room: log.size * 512, policy: .strict)
            return (volume, try volume.check().items)
        }
        guard entries.map(\.size).reduce(0, +) <= Self.maximumSize else {
            throw StickWriterError(
                .contentInvalid,
                "\(image.name): its log partition is full of files; use a fresh image from unloop build")
        }
        serial = volume.serial
        timestamp = entries.map(\.timestamp).max() ?? 315_532_800
        directories = entries.filter(\.isFolder).map(\.path)
        var contents: [String: [UInt8]] = [:]
        for entry in entries where !entry.isFolder {
            contents[entry.path] = try soundFormat(image.name) { () throws(DiskFormatError) in
                try volume.content(of: entry)
            }
        }
        let own = contents.keys.first { $0.lowercased() == StickName.settings } ?? StickName.settings
        if let settings = additions.settings { contents[own] = settings }
        if additions.label != nil || additions.remedies != nil {
            contents[own] = try Self.settings(contents[own] ?? [], with: additions)
        }
        label = contents[own].flatMap { Self.label(in: $0) }
        let replaced = Set(additions.files.map { $0.path.lowercased() })
        files =
            contents.filter { !replaced.contains($0.key.lowercased()) }.map {
                FATFile(path: $0.key, content: .bytes($0.value))
            } + additions.files.map(\.fatFile)
    }

    /// The volume with all that.
    ///
    /// - Parameter size: in bytes.
    func volume(size: Int64) -> FATVolume {
        FATVolume(label: StickName.logPartition, serial: serial, size: size, files: files, directories: directories)
    }

    private static func label(in settings: [UInt8]) -> String? {
        let label = RunSettings(file: SettingsFile(settings)).label.value
        return label.isEmpty ? nil : label
    }

    /// Settings with the label and the remedies set, checked by reading them back.
    private static func settings(
        _ bytes: [UInt8], with additions: StickAdditions
    ) throws(StickWriterError) -> [UInt8] {
        guard var settings = EditedSettings(bytes) else {
            throw StickWriterError(.contentInvalid, "\(StickName.settings): not text; save it as UTF-8")
        }
        if let label = additions.label { settings.setLabel(label) }
        if let remedies = additions.remedies { settings.setRemedies(remedies) }
        let read = RunSettings(file: SettingsFile(settings.bytes))
        guard additions.label.map({ $0 == read.label.value }) ?? true,
            additions.remedies.map({ .named($0) == read.remedies.value }) ?? true
        else {
            let problem = read.problems.first?.message ?? "label or remedies cannot be set in it"
            throw StickWriterError(
                .contentInvalid, "\(problem); choose another label, or name the file with --settings")
        }
        return settings.bytes
    }
}
