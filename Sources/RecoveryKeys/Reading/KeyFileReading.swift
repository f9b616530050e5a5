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

    /// What was taken for what, a line each: the columns of a table, the blocks of a text.
    public internal(set) var interpretations: [String] = []
    /// The entries whose identifier was not named as the key's.
    private var unnamed: [Int] = []

    /// How many problems of a file are kept: a file of another kind may have one in every line.
    public static let maximumProblems = 10_000

    init(file: String, form: KeyFileForm) {
        self.file = file
        self.form = form
    }

    /// How many keys have an identifier, several that it may be, and none.
    public var identification: (certain: Int, candidates: Int, none: Int) {
        let certain = entries.count { $0.facts.protectorID != nil }
        let candidates = entries.count { !$0.candidates.isEmpty }
        return (certain, candidates, entries.count - certain - candidates)
    }

    /// How many problems there are.
    var problemCount: Int { problems.count + furtherProblems }

    /// Adds to the entries from an index on what a block around them says.
    mutating func fill(from first: Int, with facts: KeyFacts, computerOnly: Bool = false) {
        for index in first..<entries.count {
            if computerOnly {
                entries[index].facts.fillComputer(from: facts)
            } else {
                entries[index].facts.fill(from: facts)
            }
        }
    }

    mutating func report(_ problem: KeyError) {
        if problems.count < Self.maximumProblems { problems.append(problem) } else { furtherProblems += 1 }
    }

    mutating func report(_ code: KeyError.Code, at place: KeyOrigin.Place, _ detail: String) {
        report(KeyError(code, at: KeyOrigin(file: file, place: place), detail))
    }

    mutating func add(
        _ secret: KeySecret, facts: KeyFacts, candidates: [ProtectorID] = [], isNamed: Bool = false,
        at place: KeyOrigin.Place
    ) {
        if facts.protectorID != nil, !isNamed { unnamed.append(entries.count) }
        entries.append(
            KeyEntry(secret, facts: facts, candidates: candidates, origin: KeyOrigin(file: file, place: place)))
    }

    /// An identifier is one key's. A GUID that stands beside several keys, and is not named as theirs, is something else:
    /// the device's, mostly. It becomes a candidate.
    mutating func dropSharedIdentifiers() {
        var owners: [ProtectorID: KeySecret] = [:]
        var shared: Set<ProtectorID> = []
        for index in unnamed {
            guard let id = entries[index].facts.protectorID else { continue }
            if let owner = owners[id], owner != entries[index].secret { shared.insert(id) }
            owners[id] = entries[index].secret
        }
        if shared.isEmpty { return }
        for index in unnamed {
            guard let id = entries[index].facts.protectorID, shared.contains(id) else { continue }
            entries[index].facts.protectorID = nil
            entries[index].candidates = [id]
        }
    }

    /// `BitLocker Recovery Key D95BAFC8-….TXT`: the identifier of a file's only key may be in the file's name.
    mutating func takeIdentifier(fromName name: String) {
        guard entries.count == 1, entries[0].facts.protectorID == nil, entries[0].candidates.isEmpty,
            entries[0].secret.kind == .recoveryPassword
        else { return }
        let base = name.split(separator: "/").last.map(String.init) ?? name
        guard let id = ProtectorID.first(in: Array(base.utf8)[...]) else { return }
        entries[0].facts.protectorID = id
    }
}
