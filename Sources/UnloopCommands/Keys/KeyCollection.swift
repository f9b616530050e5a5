internal import Diagnostics
internal import RecoveryKeys
internal import RecoveryLog
internal import Secrets
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
        /// How many keys have an identifier, several that it may be, and none.
        let identification: (certain: Int, candidates: Int, none: Int)
        let problems: Int
        /// What was taken for what.
        let interpretations: [String]
    }

    let columns: [KeyColumn: String]
    /// What opens sealed sources.
    var passphrase: PassphraseSource
    let console: Console
    private(set) var ring = KeyRing()
    private(set) var files: [FileSummary] = []
    private(set) var problems: [any DiagnosticError] = []
    private var further = 0
    private var notes: [String] = []
    private var isIncomplete = false

    init(columns: [KeyColumn: String] = [:], passphrase: PassphraseSource, console: Console) {
        self.columns = columns
        self.passphrase = passphrase
        self.console = console
    }

    /// Reads files, folders and archives. One that cannot be read does not keep the others from being read.
    mutating func read(_ paths: [String]) throws {
        for path in paths {
            do {
                for file in try KeySources.files(at: path) {
                    var content = try KeySources.content(of: file.path)
                    defer { content.wipe() }
                    try read(
                        content, file: file.path == "-" ? "standard input" : PathText.shown(file.path),
                        isNamed: file.isNamed)
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
            throw KeyCommandError(.notSealed, "\(path): not a sealed file; read it with \"unloop keys check\"")
        }
        let secret = try passphrase.passphrase(for: path)
        try readSealed(content, file: path, passphrase: secret)
        return secret
    }

    private mutating func readSealed(_ content: [UInt8], file: String, passphrase: SecretBytes) throws {
        console.note("Opening \(file) …")
        var plaintext = try SealedFile.open(content, passphrase: passphrase, file: file)
        defer { plaintext.wipe() }
        add(KeyFile.read(plaintext, file: file, columns: columns), form: .sealed, isNamed: true)
    }

    private mutating func read(_ content: [UInt8], file: String, isNamed: Bool) throws {
        let reading = KeyFile.read(content, file: file, columns: columns)
        switch reading.form {
        case .sealed: try readSealed(content, file: file, passphrase: passphrase.passphrase(for: file))
        case .zip:
            try KeyContainer.forEachFile(in: content, named: file, limit: Limit.keyContainer) { path, content in
                switch content {
                case .success(let bytes) where SealedFile.isRecognised(bytes):
                    try readSealed(bytes, file: path, passphrase: passphrase.passphrase(for: path))
                case .success(let bytes): add(KeyFile.read(bytes, file: path, columns: columns), isNamed: false)
                case .failure(let error):
                    problems.append(error)
                    isIncomplete = true
                }
            }
        case .json, .table, .text, .markup, .startupKey, .foreign: add(reading, isNamed: isNamed)
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
                newKeys: ring.entries.count - before, identification: reading.identification,
                problems: isOther ? 0 : reading.problems.count + reading.furtherProblems,
                interpretations: reading.interpretations))
    }
}

extension KeyCollection {
    /// Adds what the user must know, a line each.
    mutating func note(_ lines: [String]) { notes += lines }

    /// Fails if a source could not be read, or if there is no key in all of them: a file without some of its keys must not
    /// pass for one with all.
    func refuseUnreadable() throws {
        if isIncomplete || ring.entries.isEmpty { try finish() }
    }

    /// Names the problems on standard error, and ends the command with `failed` or `incomplete` if there are any.
    func finish() throws {
        for problem in problems { console.complain(problem) }
        var lines: [String] = []
        if further > 0 { lines.append("and \(further) more problems of these kinds") }
        let uncertain = ring.entries.count { !$0.candidates.isEmpty }
        if uncertain > 0 {
            let keys = uncertain == 1 ? "1 key has" : "\(uncertain) keys have"
            lines.append(
                KeyCommandError(
                    .uncertainIDs,
                    "\(keys) no certain key ID, only candidates; name its column with --columns id=HEADER"
                ).description)
        }
        lines += ring.contradictions.map { "\($0): the sources have different keys for this protector; all are kept" }
        lines += notes
        if ring.entries.isEmpty, !isIncomplete {
            lines.append(KeyCommandError(.noKeys, "no keys found; check what was exported").description)
        }
        for line in lines { console.complain(line) }
        if isIncomplete || ring.entries.isEmpty { throw ExitStatus.failed }
        if !problems.isEmpty || !lines.isEmpty { throw ExitStatus.incomplete }
    }
}
