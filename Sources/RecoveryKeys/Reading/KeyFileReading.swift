/// What was read from a file of keys.
public struct KeyFileReading: Sendable {
    /// The file as the caller named it.
    public let file: String
    /// Its form.
    public let form: KeyFileForm
    /// The keys that pass their checks, in the order of the file.
    public internal(set) var entries: [KeyEntry] = []
    /// What is wrong in the file, in its order; at most `maximumProblems`.
    public private(set) var problems: [KeyError] = []
    /// How many problems there are beyond those in `problems`.
    public private(set) var furtherProblems = 0

    /// How many problems of a file are kept: a file of another kind may have one in every line.
    public static let maximumProblems = 10_000

    init(file: String, form: KeyFileForm) {
        self.file = file
        self.form = form
    }

    mutating func report(_ problem: KeyError) {
        if problems.count < Self.maximumProblems { problems.append(problem) } else { furtherProblems += 1 }
    }

    mutating func report(_ code: KeyError.Code, at place: KeyOrigin.Place, _ detail: String) {
        report(KeyError(code, at: KeyOrigin(file: file, place: place), detail))
    }

    mutating func add(_ secret: KeySecret, facts: KeyFacts, at place: KeyOrigin.Place) {
        entries.append(KeyEntry(secret, facts: facts, origin: KeyOrigin(file: file, place: place)))
    }

    /// Adds the recovery password that a text is, or reports what is wrong with it.
    mutating func addPassword(_ text: ArraySlice<UInt8>, facts: KeyFacts, at place: KeyOrigin.Place) {
        do throws(RecoveryPassword.Problem) {
            add(.recoveryPassword(try RecoveryPassword(text)), facts: facts, at: place)
        } catch {
            report(KeyError(error, at: KeyOrigin(file: file, place: place)))
        }
    }

    /// Adds the keys that stand anywhere in a text, each with the identifier before it.
    ///
    /// - Returns: Whether there was any, good or bad.
    mutating func addKeys(in text: ArraySlice<UInt8>, facts: KeyFacts, at place: (Int) -> KeyOrigin.Place) -> Bool {
        var found = false
        var identifier: ProtectorID?
        var scanner = KeyScanner(text)
        while let token = scanner.next() {
            switch token {
            case .identifier(let id): identifier = id
            case .key(let key, let line):
                var facts = facts
                facts.protectorID = identifier ?? facts.protectorID
                // An identifier is one key's: the next key has its own, or none.
                identifier = nil
                addPassword(key, facts: facts, at: place(line))
                found = true
            }
        }
        return found
    }
}
