internal import Diagnostics
internal import RecoveryKeys
internal import RecoveryLog
internal import Remedy
internal import RunSettings
internal import StickWriter
internal import Vocabulary

/// What the command line wants on the sticks, read and checked before any of them is touched.
struct StickInputs {
    let keys: [String]
    let settings: String?
    let remedies: [String]
    let label: String?

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
                        .inputUnusable, "\(name): the name of a remedy file ends in .yaml; rename it")
                }
                return stem
            }
        }
        additions.label = label
        return additions
    }

    /// The rules of `unloop keys check`: no key at all is an error, and single bad rows are told.
    private func add(keys path: String, to additions: inout StickAdditions) throws {
        var content = try KeySources.content(of: path)
        defer { content.wipe() }
        guard content.count <= Limit.keyFile else {
            throw KeyCommandError(.tooMuch, "\(path): has more than \(Limit.keyFile >> 20) MiB; split it")
        }
        let reading = KeyFile.read(content, file: path)
        switch reading.form {
        case .sealed: break
        case .zip: throw reading.problems.first ?? KeyCommandError(.noKeys, "\(path): is an archive; unpack it")
        case .json, .table, .text, .startupKey:
            for problem in reading.problems.prefix(5) { warn(problem.description) }
            let further = reading.problems.count + reading.furtherProblems - 5
            if further > 0 { warn("\(path): \(further) problems more; unloop keys check tells them") }
            guard !reading.entries.isEmpty else {
                throw KeyCommandError(
                    .noKeys, "\(path): there is no key in it that could be used; check what was exported")
            }
            warn("\(path) lies open on the stick: whoever has the stick has its keys (unloop keys seal)")
        }
        try additions.add(content, of: path, to: StickName.Folder.keys.rawValue)
    }

    /// The rules of `unloop settings check`. Remedies that are not chosen there are on the stick for nothing.
    private func check(_ content: [UInt8], of path: String, remedies: [String]) throws {
        let settings = RunSettings(file: SettingsFile(content, name: path))
        if let problem = settings.problems.first { throw problem }
        let chosen: [String] = if case .named(let names) = settings.remedies.value { names } else { [] }
        for name in remedies where !chosen.contains(where: { name == "\($0).yaml" }) {
            warn("\(name) is not used: \(path) does not name it under remedies")
        }
    }

    private func warn(_ text: String) { StandardError.write("unloop: \(displaySafe(text, limit: 1000))\n") }

    private static func text(_ path: String) throws -> [UInt8] {
        let content = try KeySources.content(of: path)
        guard content.count <= maximumText else {
            throw WriteCommandError(.inputUnusable, "\(path): has more than 1 MiB; name a file of settings or a remedy")
        }
        return content
    }

    private static func stem(of name: String) -> String? {
        name.lowercased().hasSuffix(".yaml") ? String(name.dropLast(".yaml".count)) : nil
    }
}
