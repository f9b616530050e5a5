internal import Timestamps

/// A run, as far as it tells which machine it was on.
struct RunEvidence: Sendable {
    /// The row of the table `run`.
    let id: Int64
    /// The identifier of the run.
    let run: String
    /// The hash of the log: of one run there may be several.
    let fileHash: String
    /// When it began; nil where that is not known.
    let time: UTCTime?
    /// The name of the computer as the log has it.
    let computer: String?
    /// Its facts by kind, each sorted.
    private let facts: [MachineFact.Kind: [String]]

    init(
        id: Int64, run: String, fileHash: String, time: UTCTime?, computer: String?, facts: some Sequence<MachineFact>
    ) {
        self.id = id
        self.run = run
        self.fileHash = fileHash
        self.time = time
        self.computer = computer
        self.facts = Dictionary(grouping: facts.sorted(), by: \.kind).mapValues { $0.map(\.value) }
    }

    func values(_ kind: MachineFact.Kind) -> [String] { facts[kind] ?? [] }

    /// Whether it comes first, whatever was collected first.
    static func precedes(_ left: RunEvidence, _ right: RunEvidence) -> Bool {
        (left.run, left.fileHash) < (right.run, right.fileHash)
    }

    /// The firmware's numbers; nil where they prove nothing.
    var firmware: String? { values(.firmware).first }
}
