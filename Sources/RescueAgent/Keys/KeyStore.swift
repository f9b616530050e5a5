internal import Diagnostics
internal import LinuxSystem
internal import RecoveryKeys
internal import RecoveryLog
internal import Vocabulary

/// The keys that were brought along: files in `keys/` on the log partition, and startup keys on any stick.
final class KeyStore {
    /// The keys that lie open or were unsealed.
    private(set) var ring = KeyRing()
    /// Sealed files that nobody has opened yet: their name and content.
    private(set) var sealed: [(name: String, bytes: [UInt8])] = []
    private let log: RunLog

    init(log: RunLog) { self.log = log }

    /// Reads what is in the folder `keys` of a mounted stick, and startup keys in its root.
    func read(stick root: String) {
        for path in Self.files(in: "\(root)/\(StickName.Folder.keys.rawValue)") {
            let name = "\(StickName.Folder.keys.rawValue)/\(path)"
            guard let bytes = contents("\(root)/\(name)", name) else { continue }
            if SealedFile.isRecognised(bytes) {
                sealed.append((name, bytes))
            } else {
                let before = ring.entries.count
                add(bytes, name)
                if ring.entries.count > before {
                    note(.openKeys, "\(name) lies open on the stick: whoever has the stick has its keys")
                }
            }
        }
        readStartupKeys(in: root)
    }

    /// Reads startup keys (`.BEK`) in the root of a mounted volume.
    func readStartupKeys(in root: String) {
        for name in Self.files(in: root) where name.lowercased().hasSuffix(".bek") {
            if let bytes = contents("\(root)/\(name)", name) { add(bytes, name) }
        }
    }

    /// Opens the sealed files that a passphrase opens.
    ///
    /// - Returns: What is wrong, if it opened none.
    func unseal(_ passphrase: SecretBytes) -> String? {
        var problem: String?
        var opened = false
        sealed.removeAll { name, bytes in
            do throws(KeyError) {
                var table = try SealedFile.open(bytes, passphrase: passphrase, file: name)
                defer { table.wipe() }
                add(table, name)
                opened = true
                return true
            } catch {
                problem = error.message
                return false
            }
        }
        return opened ? nil : problem
    }

    /// Adds a key that a person has typed.
    func add(_ entry: KeyEntry) { ring.insert(entry) }

    private func add(_ bytes: [UInt8], _ name: String) {
        let reading = KeyFile.read(bytes, file: name)
        ring.insert(contentsOf: reading.entries)
        for problem in reading.problems.prefix(5) { note(.badKey, problem.message) }
        let further = reading.problems.count - min(5, reading.problems.count) + reading.furtherProblems
        if further > 0 { note(.badKey, "\(name): \(further) more rows cannot be used; unloop keys check tells them") }
    }

    private func contents(_ path: String, _ name: String) -> [UInt8]? {
        do throws(LinuxError) {
            return try OpenFile.open(path).readAll(limit: Limit.keyFile)
        } catch {
            note(.unreadableKeys, "\(name): \(error.message)")
            return nil
        }
    }

    /// The names of regular files in a folder; none if it is not there.
    private static func files(in folder: String) -> [String] {
        let entries = (try? Directory.open(folder).entries()) ?? []
        return entries.filter { $0.kind == .file && !$0.name.text.hasPrefix(".") }.map(\.name.text).sorted()
    }

    private func note(_ code: NoteCode, _ message: String) {
        log.record(.note(NoteEvent(code: code, message: message)))
    }
}
