internal import ArgumentParser
internal import Diagnostics
internal import RecoveryKeys
internal import RecoveryLog
internal import Vocabulary

/// The keys of all sources of a command, and what is wrong with them.
struct KeyCollection {
    /// What came of one file.
    struct FileSummary {
        let file: String
        let form: KeyFileForm
        /// Sound keys, and how many of them no file before had.
        let keys: Int
        let newKeys: Int
        let problems: Int
    }

    let columns: [KeyColumn: String]
    /// What opens sealed sources.
    var passphrase: PassphraseSource
    private(set) var ring = KeyRing()
    private(set) var files: [FileSummary] = []
    private(set) var problems: [any DiagnosticError] = []
    private var further = 0
    private var notes: [String] = []
    private var isIncomplete = false

    init(columns: [KeyColumn: String], passphrase: PassphraseSource) {
        self.columns = columns
        self.passphrase = passphrase
    }

    /// Reads files, folders and archives. One that cannot be read does not keep the others from being read.
    mutating func read(_ paths: [String]) throws {
        for path in paths {
            do {
                for file in try KeySources.files(at: path) {
                    var content = try KeySources.content(of: file.path)
                    defer { content.wipe() }
                    try read(content, file: file.path == "-" ? "standard input" : file.path, isNamed: file.isNamed)
                }
            } catch let error as any DiagnosticError {
                problems.append(error)
                isIncomplete = true
            }
        }
    }

    /// Reads a sealed file.
    ///
    /// - Returns: Its passphrase.
    @discardableResult
    mutating func readSealed(_ path: String) throws -> SecretBytes {
        var content = try KeySources.content(of: path)
        defer { content.wipe() }
        guard SealedFile.isRecognised(content) else {
            throw KeyCommandError(.notSealed, "\(path): is not sealed; read it with \"unloop keys check\"")
        }
        let secret = try passphrase.passphrase(for: path)
        try readSealed(content, file: path, passphrase: secret)
        return secret
    }

    private mutating func readSealed(_ content: [UInt8], file: String, passphrase: SecretBytes) throws {
        StandardError.write("Opening \(displaySafe(file)) …\n")
        var plaintext = try SealedFile.open(content, passphrase: passphrase, file: file)
        defer { plaintext.wipe() }
        add(KeyFile.read(plaintext, file: file, columns: columns), form: .sealed, isNamed: true)
    }

    private mutating func read(_ content: [UInt8], file: String, isNamed: Bool) throws {
        let reading = KeyFile.read(content, file: file, columns: columns)
        switch reading.form {
        case .sealed: try readSealed(content, file: file, passphrase: passphrase.passphrase(for: file))
        case .zip:
            try KeyArchive.forEachFile(in: content, file: file) { name, content in
                let path = "\(file)/\(name)"
                add(KeyFile.read(content, file: path, columns: columns), isNamed: false)
            }
        case .json, .table, .text, .startupKey: add(reading, isNamed: isNamed)
        }
    }

    /// - Parameter isNamed: whether the user named the file; what else lies in a folder need not have keys.
    private mutating func add(_ reading: KeyFileReading, form: KeyFileForm? = nil, isNamed: Bool) {
        let isOther = !isNamed && reading.entries.isEmpty && reading.problems.map(\.code) == [.missingKey]
        let before = ring.entries.count
        ring.insert(contentsOf: reading.entries)
        if !isOther {
            problems.append(contentsOf: reading.problems)
            further += reading.furtherProblems
        }
        files.append(
            FileSummary(
                file: reading.file, form: form ?? reading.form, keys: reading.entries.count,
                newKeys: ring.entries.count - before,
                problems: isOther ? 0 : reading.problems.count + reading.furtherProblems))
    }
}

extension KeyCollection {
    /// Adds what the user must know, a line each.
    mutating func note(_ lines: [String]) { notes += lines }

    /// Fails if a source could not be read, or if there is no key in all of them: a file without some of its keys must not
    /// pass for one with all.
    func refuseUnreadable() throws {
        if isIncomplete || ring.entries.isEmpty { try exit() }
    }

    /// Names the problems on standard error, and ends the command with 1 or 2 if there are any.
    func exit() throws {
        var lines = problems.map(\.description)
        if further > 0 { lines.append("and \(further) problems more of these kinds") }
        lines += ring.contradictions.map { "\($0): the sources have different keys for this protector; all are kept" }
        lines += notes
        if ring.entries.isEmpty, !isIncomplete {
            lines.append(
                KeyCommandError(.noKeys, "there is no key in all of this; check what was exported").description)
        }
        StandardError.write(lines.map { "unloop: \(displaySafe($0, limit: 1000))\n" }.joined())
        if isIncomplete || ring.entries.isEmpty { throw ExitCode.failure }
        if !lines.isEmpty { throw ExitCode(2) }
    }
}
