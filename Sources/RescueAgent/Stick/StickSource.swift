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
        let prefix = StickName.Folder.keys.rawValue
        for name in files(in: folder(.keys)) { body("\(prefix)/\(name)", read("\(folder(.keys))/\(name)")) }
    }

    func forEachStartupKey(_ body: (_ name: String, _ bytes: Result<[UInt8], LinuxError>) -> Void) {
        for name in files(in: root) where name.lowercased().hasSuffix(".bek") { body(name, read("\(root)/\(name)")) }
    }

    private func folder(_ folder: StickName.Folder) -> String { "\(root)/\(folder.rawValue)" }

    private func read(_ path: String) -> Result<[UInt8], LinuxError> {
        Result { () throws(LinuxError) in try OpenFile.open(path).readAll(limit: Limit.keyFile) }
    }

    /// The names of regular files in a folder; none where there is no folder.
    private func files(in folder: String) -> [String] {
        let entries = (try? Directory.open(folder).entries()) ?? []
        return entries.filter { $0.kind == .file && !$0.name.text.hasPrefix(".") }.map(\.name.text).sorted()
    }

    /// The names in a folder, sorted; none where it cannot be listed.
    private func names(in folder: String, where isWanted: (String) -> Bool) -> [String] {
        ((try? Directory.open(folder).entries()) ?? []).map(\.name.text).filter(isWanted).sorted()
    }
}
