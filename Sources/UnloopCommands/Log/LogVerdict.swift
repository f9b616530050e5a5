internal import Diagnostics
internal import FleetStore
internal import RecoveryLog
internal import RecoveryLogReader
internal import Signatures
internal import TextTables
internal import Vocabulary

/// Whether the lines of a log follow from each other, and who signed it.
struct LogVerdict: Codable, Equatable, Sendable {
    enum State: String, Codable, Sendable, CaseIterable {
        case consistent, cut, damaged, edited, unchained
        case noLog = "no log"
    }

    enum Signature: String, Codable, Sendable {
        /// There is none.
        case none
        /// One by the key that the log names; nobody said whose that should be.
        case unchecked
        /// One by a key that was asked for.
        case valid
        /// One by another key than those that were asked for.
        case foreign
        /// It is not one of this log.
        case invalid
        /// There is none, though one was asked for.
        case missing
    }

    let source: String
    let log: String
    /// The identifier of the run.
    let run: String?
    let state: State
    /// The first line, from 1, that was changed or lost.
    let line: Int?
    /// The log's signature; nil where its lines do not follow from each other to the end of the run.
    let signature: Signature?
    /// The public half of the key that the log names, in hexadecimal digits.
    let key: String?
    /// The name of that key, if it was asked for.
    let signer: String?
    /// What cannot be read, as `line 7: …`; why a file is no log.
    let problems: [String]

    /// - Parameter signers: whose signatures count; if there are none, any does, and none is wanted.
    init(_ file: LogFile, in source: String, signers: [LogSigner]) {
        self.source = source
        log = file.name
        do throws(FleetStoreError) {
            let record = try file.record().record
            run = record.start?.run
            problems = record.problems.map { "line \($0.line): \($0.what)" }
            let verdict: (state: State, line: Int?) =
                switch record.chain {
                case _ where record.records.isEmpty: (.noLog, nil)
                case .whole: (.consistent, nil)
                case .cut: (.cut, nil)
                case .edited(let line): (.edited, line)
                case .damaged(let line): (.damaged, line)
                case .unchained: (.unchained, nil)
                }
            (state, line) = verdict
            let signed = state == .consistent ? record.signature : nil
            let signer = signers.first { $0.key == signed?.key }
            key = signed?.key?.description
            signature =
                switch signed {
                case _ where state != .consistent: nil
                case nil: signers.isEmpty ? Signature.none : .missing
                case let signed? where !signed.isValid: .invalid
                case _ where signer != nil: .valid
                default: signers.isEmpty ? .unchecked : .foreign
                }
            self.signer = signature == .valid ? signer?.name : nil
        } catch {
            run = nil
            state = .noLog
            line = nil
            signature = nil
            key = nil
            signer = nil
            problems = [error.message]
        }
    }

    /// Whether the log is complete, all of it could be read, and it is signed by whom it should be.
    var isFlawless: Bool {
        switch signature {
        case .none?, .unchecked, .valid: state == .consistent && problems.isEmpty
        case .foreign, .invalid, .missing, nil: false
        }
    }

    /// Whether somebody changed or forged the log.
    var isObjectionable: Bool { state == .edited || signature == .invalid || signature == .foreign }

    /// The state in a table: what is proven, and no more.
    private var title: String {
        switch signature {
        case .none?, .missing: "consistent, not signed"
        case .unchecked: "consistent, signature not checked"
        case .valid: "signed by \(displaySafe(signer ?? "", limit: 60))"
        case .foreign: "signed by another key"
        case .invalid: "signature invalid"
        case nil: state.rawValue
        }
    }

    /// How many logs are what, then a line for each that is not flawless.
    static func table(_ verdicts: [LogVerdict]) -> String {
        let counts = State.allCases.flatMap { state in
            let titles = verdicts.lazy.filter { $0.state == state }.map(\.title)
            return Dictionary(titles.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
                .map { [$0.key, String($0.value)] }
        }
        let rest = verdicts.filter { !$0.isFlawless }
        let rows = rest.map { verdict in
            [
                verdict.title, verdict.line.map(String.init) ?? "-", displaySafe(verdict.source, limit: 60),
                displaySafe(verdict.log, limit: 100), displaySafe(verdict.problems.first ?? "-", limit: 100),
            ]
        }
        let table = TextTable.render([["STATE", "LOGS"]] + counts)
        return rest.isEmpty
            ? table : table + "\n" + TextTable.render([["STATE", "LINE", "SOURCE", "LOG", "PROBLEM"]] + rows)
    }
}
