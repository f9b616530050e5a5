internal import Diagnostics
internal import RecoveryKeys
internal import Remedy
internal import RunSettings
internal import Secrets
internal import Signatures
internal import StickWriter
internal import Vocabulary

/// What the command line wants on the sticks, read and checked before any of them is touched.
struct StickInputs {
    let keys: [String]
    let settings: String?
    let remedies: [String]
    let label: String?
    var console = Console()

    /// Remedies and settings are short texts.
    private static let maximumText = 1 << 20

    /// Reads everything; warnings go to standard error.
    func additions() throws -> StickAdditions {
        var additions = StickAdditions()
        for path in keys { try add(keys: path, to: &additions) }
        var names: [String] = []
        for path in remedies {
            let content = try Self.text(path)
            _ = try Remedy.parse(content, file: path)
            names.append(try additions.add(content, of: path, to: StickName.Folder.remedies.rawValue))
        }
        if let settings {
            let content = try Self.text(settings)
            try check(content, of: settings, remedies: names)
            additions.settings = content
        }
        if !names.isEmpty, settings == nil {
            additions.remedies = try names.map { name in
                guard let stem = Self.stem(of: name) else {
                    throw WriteCommandError(
                        .inputUnusable, "\(name): the name of a remedy must end in .yaml; rename it")
                }
                return stem
            }
        }
        additions.label = label
        return additions
    }

    /// The rules of `unloop keys check`: no key at all is an error, and single bad rows are warnings.
    private func add(keys path: String, to additions: inout StickAdditions) throws {
        var content = try KeySources.content(of: path)
        defer { content.wipe() }
        if SigningKey.isRecognised(content) {
            _ = try SigningKey(pem: content, file: path)
            warn("\(path): not sealed: whoever has the stick can sign logs with it")
            try additions.add(content, of: path, to: StickName.Folder.keys.rawValue)
            return
        }
        let reading = KeyFile.read(content, file: path)
        switch reading.form {
        case .sealed: break
        case .foreign:
            throw reading.problems.first
                ?? KeyCommandError(.noKeys, "\(path): a file of another kind; export the keys as text")
        case .zip: try check(archive: content, named: path)
        case .json, .table, .text, .markup, .startupKey:
            for problem in reading.problems.prefix(5) { warn(problem.description) }
            let further = reading.problems.count + reading.furtherProblems - 5
            if further > 0 { warn("\(path): \(further) more problems; run unloop keys check to list them") }
            try check(hasKeys: !reading.entries.isEmpty, path)
        }
        try additions.add(content, of: path, to: StickName.Folder.keys.rawValue)
    }

    /// A machine reads archives and spreadsheets too; sealed files in them are not counted as keys, and are enough.
    private func check(archive content: [UInt8], named path: String) throws {
        var hasKeys = false
        var isSealed = true
        KeyContainer.forEachFile(in: content, named: path, limit: Limit.keyContainer) { path, content in
            switch content {
            case .success(let bytes) where SealedFile.isRecognised(bytes): hasKeys = true
            case .success(let bytes):
                guard !KeyFile.read(bytes, file: path).entries.isEmpty else { break }
                (hasKeys, isSealed) = (true, false)
            case .failure(let error): warn(error.description)
            }
        }
        try check(hasKeys: hasKeys, isSealed: isSealed && hasKeys, path)
    }

    private func check(hasKeys: Bool, isSealed: Bool = false, _ path: String) throws {
        guard hasKeys else { throw KeyCommandError(.noKeys, "\(path): no usable key in it; check what was exported") }
        guard !isSealed else { return }
        warn("\(path): not sealed: whoever has the stick has its keys; seal them with unloop keys seal")
    }

    /// The rules of `unloop settings check`. Remedies that are not chosen there are on the stick for nothing.
    private func check(_ content: [UInt8], of path: String, remedies: [String]) throws {
        let settings = RunSettings(
            file: SettingsFile(content, name: path), keyboards: KeyboardLayout.allCases.map(\.rawValue))
        if let problem = settings.problems.first { throw problem }
        let chosen: [String] = if case .named(let names) = settings.remedies.value { names } else { [] }
        for name in remedies where !chosen.contains(where: { name == "\($0).yaml" }) {
            warn("\(name): not used; name it under remedies in \(path)")
        }
    }

    private func warn(_ text: String) { console.complain(text) }

    private static func text(_ path: String) throws -> [UInt8] {
        try CommandFile.content(of: path, limit: maximumText)
    }

    private static func stem(of name: String) -> String? {
        name.lowercased().hasSuffix(".yaml") ? String(name.dropLast(".yaml".count)) : nil
    }
}
