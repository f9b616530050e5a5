internal import Diagnostics
internal import LinuxSystem
internal import RecoveryKeys
internal import RecoveryLog
internal import RepairEngine
internal import Secrets
internal import Signatures
internal import Vocabulary

/// The keys at hand: files of the sources, startup keys on any stick, and what a person has typed.
final class KeyStore {
    /// The keys that are open or were unsealed.
    private(set) var ring = KeyRing()
    /// Sealed files that nobody has opened yet: their name and content.
    private(set) var sealed: [(name: String, bytes: [UInt8])] = []
    /// The key that signs the record; nil where there is none, or it is sealed.
    private(set) var signingKey: SigningKey?
    /// Sealed files that have such a key, by their name.
    private(set) var sealedSigningKeys: [(name: String, bytes: [UInt8])] = []
    private let recorder: any RunRecorder
    /// Problems of one file beyond these are only counted.
    private static let listedProblems = 5

    init(recorder: any RunRecorder) { self.recorder = recorder }

    /// Takes the key files of a source, and what lies beside them.
    func read(from source: some KeySource) {
        source.forEachKeyFile { name, content in
            guard let bytes = bytes(of: content, name) else { return }
            let before = ring.entries.count
            let hasSigningKey = signingKey != nil
            add(fileOrContainer: bytes, name)
            if !hasSigningKey, signingKey != nil {
                note(.openKeys, "\(name) is not sealed: whoever has the stick can sign logs with it")
            }
            if ring.entries.count > before {
                note(.openKeys, "\(name) is not sealed: whoever has the stick has its keys")
            }
        }
        readLooseKeys(from: source)
    }

    /// Takes the startup keys of a source and the texts that Windows saves beside them. Other files with keys are named.
    func readLooseKeys(from source: some KeySource) {
        source.forEachLooseFile { name, content in
            let ending = name.lowercased().suffix(4)
            guard ending == ".bek" || ending == ".txt" else {
                if case .success(let bytes) = content { noteUnread(bytes, name) }
                return
            }
            guard let bytes = bytes(of: content, name) else { return }
            if ending == ".bek" {
                add(bytes, name)
            } else {
                // Any other text may lie here: only keys count.
                ring.insert(contentsOf: KeyFile.read(bytes, file: name).entries)
            }
        }
    }

    private func noteUnread(_ bytes: [UInt8], _ name: String) {
        var keys = 0
        if KeyContainer.isRecognised(bytes) {
            KeyContainer.forEachFile(in: bytes, named: name, limit: Limit.keyFile) { path, content in
                if case .success(let bytes) = content { keys += KeyFile.read(bytes, file: path).entries.count }
            }
        } else {
            keys = SealedFile.isRecognised(bytes) ? 1 : KeyFile.read(bytes, file: name).entries.count
        }
        guard keys > 0 else { return }
        note(
            .unreadKeys,
            "\(name) holds keys and was not used: move it to the folder \(StickName.Folder.keys.rawValue) of the stick")
    }

    /// Opens the sealed files that a passphrase opens.
    ///
    /// - Returns: What is wrong, if it opened none.
    func unseal(_ passphrase: SecretBytes) -> String? {
        var problem: String?
        var hasOpened = false
        func open(_ name: String, _ bytes: [UInt8]) -> Bool {
            do throws(KeyError) {
                var content = try SealedFile.open(bytes, passphrase: passphrase, file: name)
                defer { content.wipe() }
                add(content, name)
                hasOpened = true
                return true
            } catch {
                problem = error.message
                return false
            }
        }
        sealed.removeAll { open($0.name, $0.bytes) }
        sealedSigningKeys.removeAll { open($0.name, $0.bytes) }
        return hasOpened ? nil : problem
    }

    /// Adds a key that a person has typed.
    func add(_ entry: KeyEntry) { ring.insert(entry) }

    private func add(fileOrContainer bytes: [UInt8], _ name: String) {
        guard KeyContainer.isRecognised(bytes) else { return add(openOrSealed: bytes, name) }
        KeyContainer.forEachFile(in: bytes, named: name, limit: Limit.keyContainer) { path, content in
            switch content {
            case .success(let bytes): add(openOrSealed: bytes, path)
            case .failure(let error): note(.badKey, error.message)
            }
        }
    }

    private func add(openOrSealed bytes: [UInt8], _ name: String) {
        guard SealedFile.isRecognised(bytes) else { return add(bytes, name) }
        // FAT keeps the case in which somebody has typed a name.
        let isSigningKey = name.split(separator: "/").last?.lowercased() == StickName.signingKey
        if isSigningKey { sealedSigningKeys.append((name, bytes)) } else { sealed.append((name, bytes)) }
    }

    private func add(signingKey bytes: [UInt8], _ name: String) {
        do throws(SignatureError) {
            let key = try SigningKey(pem: bytes, file: name)
            if let signingKey, signingKey.verifyingKey != key.verifyingKey {
                note(.badKey, "\(name): not used, because another key signs; leave one of them on the stick")
            }
            signingKey = signingKey ?? key
        } catch {
            note(.badKey, error.message)
        }
    }

    private func add(_ bytes: [UInt8], _ name: String) {
        if SigningKey.isRecognised(bytes) { return add(signingKey: bytes, name) }
        let reading = KeyFile.read(bytes, file: name)
        ring.insert(contentsOf: reading.entries)
        let listed = reading.problems.prefix(Self.listedProblems)
        for problem in listed { note(.badKey, problem.message) }
        let further = reading.problems.count - listed.count + reading.furtherProblems
        if further > 0 {
            note(.badKey, "\(name): \(further) more rows cannot be used; run unloop keys check to list them")
        }
    }

    private func bytes(of content: Result<[UInt8], LinuxError>, _ name: String) -> [UInt8]? {
        switch content {
        case .success(let bytes): return bytes
        case .failure(let error):
            note(.unreadableKeys, "\(name): \(error.message)")
            return nil
        }
    }

    private func note(_ code: NoteCode, _ message: String) {
        recorder.record(.note(NoteEvent(code: code, message: message)))
    }
}
