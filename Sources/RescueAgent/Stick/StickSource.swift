internal import Diagnostics
internal import LinuxSystem
internal import RunSettings
internal import Vocabulary

/// A mounted stick as a source of settings, remedies and keys.
struct StickSource: SettingsSource, KeySource {
    /// Where it is mounted.
    let root: String

    func settings() -> (file: SettingsFile?, problem: String?) {
        do throws(LinuxError) {
            let bytes = try OpenFile.open("\(root)/\(StickName.settings)").readAll(limit: SettingsFile.maximumSize + 1)
            return (SettingsFile(bytes), nil)
        } catch {
            guard error.code == .notFound else { return (SettingsFile(unreadable: error.message), nil) }
        }
        // What Windows makes of the name.
        let near = names(in: root) { _ in true }.first {
            ["unloop.yaml.txt", "unloop.yml", "unloop.txt"].contains($0.lowercased())
        }
        return (nil, near.map { "\($0) on the stick was not read; rename it to \(StickName.settings)" })
    }

    func remedyNames() -> [String] {
        // Names that begin with a dot are what macOS leaves on a stick.
        names(in: folder(.remedies)) { !$0.hasPrefix(".") && $0.lowercased().hasSuffix(ImagePath.remedySuffix) }
    }

    func remedy(_ name: String) throws(LinuxError) -> [UInt8] {
        try OpenFile.open("\(folder(.remedies))/\(name)").readAll(limit: Limit.remedy)
    }

    func forEachKeyFile(_ body: (_ name: String, _ bytes: Result<[UInt8], LinuxError>) -> Void) {
        guard let keys = try? Directory.open(folder(.keys)) else { return }
        var remaining = Self.maximumKeyFiles
        forEachFile(in: keys, named: StickName.Folder.keys.rawValue, levels: Self.maximumLevels, &remaining, body)
    }

    func forEachLooseFile(_ body: (_ name: String, _ bytes: Result<[UInt8], LinuxError>) -> Void) {
        guard let directory = try? Directory.open(root) else { return }
        let names = files(in: directory).filter { name in
            Self.looseEndings.contains { name.text.lowercased().hasSuffix($0) }
        }
        for name in names.prefix(Self.maximumLooseFiles) {
            // What is larger is not what Windows saves, and what lies here may be anybody's.
            guard let file = try? directory.file(name), let size = try? file.status().size, size <= Self.looseSize
            else { continue }
            body(name.text, Result { () throws(LinuxError) in try file.readAll(limit: Self.looseSize) })
        }
    }

    private static let maximumKeyFiles = 10_000
    private static let maximumLevels = 8
    private static let maximumLooseFiles = 1000
    private static let looseSize = 4 << 20
    /// Files outside of `keys/` that may hold keys.
    private static let looseEndings = [
        ".bek", ".txt", ".csv", ".tsv", ".json", ".xml", ".htm", ".html", ".zip", ".xlsx", ".age",
    ]

    /// Hands over the files of a folder, then those of its folders.
    private func forEachFile(
        in directory: Directory, named path: String, levels: Int, _ remaining: inout Int,
        _ body: (_ name: String, _ bytes: Result<[UInt8], LinuxError>) -> Void
    ) {
        for name in files(in: directory) {
            guard remaining > 0 else { return }
            remaining -= 1
            body(
                "\(path)/\(name.text)",
                Result { () throws(LinuxError) in
                    try directory.file(name).readAll(limit: Limit.keyFile)
                })
        }
        guard levels > 1, let entries = try? directory.entries() else { return }
        for name in visible(entries, .directory) {
            guard let folder = try? directory.directory(name) else { continue }
            forEachFile(in: folder, named: "\(path)/\(name.text)", levels: levels - 1, &remaining, body)
        }
    }

    private func folder(_ folder: StickName.Folder) -> String { "\(root)/\(folder.rawValue)" }

    /// The names of regular files in a folder.
    private func files(in directory: Directory) -> [FileName] {
        (try? directory.entries()).map { visible($0, .file) } ?? []
    }

    private func visible(_ entries: [DirectoryEntry], _ kind: FileKind) -> [FileName] {
        entries.filter { $0.kind == kind && !$0.name.text.hasPrefix(".") }.map(\.name).sorted()
    }

    /// The names in a folder, sorted; none where it cannot be listed.
    private func names(in folder: String, where isWanted: (String) -> Bool) -> [String] {
        ((try? Directory.open(folder).entries()) ?? []).map(\.name.text).filter(isWanted).sorted()
    }
}
