internal import Diagnostics
internal import JSONCoding
internal import RecoveryKeys
internal import RecoveryLog
internal import Secrets
internal import TextTables
internal import Vocabulary

/// What a collection of keys comes to, for people and for programs. Without `reveals` no key is in it.
struct KeyReport {
    let files: [FileRow]
    let keys: [KeyRow]
    let problems: [ProblemRow]

    struct FileRow: Encodable {
        let file: String
        let form: String
        let keys: Int
        let newKeys: Int
        /// Keys with a certain identifier, with candidates for it, and with none.
        let withID: Int
        let withCandidates: Int
        let withoutID: Int
        let problems: Int
        /// What was taken for what: the columns of a table, the blocks of a text.
        let reading: [String]
    }

    struct KeyRow: Encodable {
        /// As Windows' recovery screen shows it, and whole.
        let keyID: String?
        let protectorID: String?
        /// The protectors that the key may be for, where that is not certain.
        let candidateIDs: [String]?
        let kind: String
        let computerName: String?
        let serialNumber: String?
        let deviceID: String?
        let volumeType: String?
        let created: String?
        /// Where the key stands: the file, and its row or line.
        let source: String
        let key: String?
    }

    struct ProblemRow: Encodable {
        let code: String
        let message: String
        let file: String?
        /// The row of a table, or the line of a text.
        let row: Int?
        let line: Int?
        /// The group of digits that fails, from 1 to 8.
        let group: Int?
    }

    init(_ collection: KeyCollection, reveals: Bool) {
        files = collection.files.map { file in
            FileRow(
                file: file.file, form: file.form.rawValue, keys: file.keys, newKeys: file.newKeys,
                withID: file.identification.certain, withCandidates: file.identification.candidates,
                withoutID: file.identification.none, problems: file.problems, reading: file.interpretations)
        }
        keys = collection.ring.entries.map { entry in
            KeyRow(
                keyID: entry.facts.protectorID?.short, protectorID: entry.facts.protectorID?.description,
                candidateIDs: entry.candidates.isEmpty ? nil : entry.candidates.map(\.description),
                kind: entry.secret.kind.rawValue, computerName: entry.facts.computerName,
                serialNumber: entry.facts.serialNumber, deviceID: entry.facts.deviceID,
                volumeType: entry.facts.volumeType, created: entry.facts.created, source: entry.origin.description,
                key: reveals ? entry.secret.revealed : nil)
        }
        problems = collection.problems.map { problem in
            let place = (problem as? KeyError)?.origin?.place
            let row: Int? = if case .row(let number) = place { number } else { nil }
            let line: Int? = if case .line(let number) = place { number } else { nil }
            return ProblemRow(
                code: problem.codeText, message: problem.message, file: (problem as? KeyError)?.origin?.file, row: row,
                line: line, group: (problem as? KeyError)?.group)
        }
    }

    /// One JSON object.
    func json() throws -> String {
        let (files, keys) = (try OrderedJSON.array(files), try OrderedJSON.array(keys))
        return "{\"files\":\(files),\n\"keys\":\(keys),\n\"problems\":\(try OrderedJSON.array(problems))}\n"
    }

    /// The files, then the keys.
    func table() -> String {
        var rows = [["FILE", "FORM", "KEYS", "NEW", "WITH ID", "CANDIDATES", "WITHOUT", "PROBLEMS"]]
        func counts(_ files: [FileRow], new: Int) -> [String] {
            func sum(_ count: (FileRow) -> Int) -> String { "\(files.reduce(0) { $0 + count($1) })" }
            return [
                sum(\.keys), "\(new)", sum(\.withID), sum(\.withCandidates), sum(\.withoutID), sum(\.problems),
            ]
        }
        rows += files.map { [cell($0.file), $0.form] + counts([$0], new: $0.newKeys) }
        rows.append(["total", ""] + counts(files, new: keys.count))
        let readings = files.flatMap { file in
            file.reading.map { "\(cell(file.file)): \(displaySafe($0, limit: 500))\n" }
        }
        if keys.isEmpty { return TextTable.render(rows) }
        let explained = readings.isEmpty ? "" : "\n" + readings.joined()
        let reveals = keys.contains { $0.key != nil }
        let header = ["KEY ID", "PROTECTOR", "COMPUTER", "KIND", "SOURCE"] + (reveals ? ["KEY"] : [])
        let entries = keys.map { key in
            [
                key.keyID ?? "-", key.protectorID ?? (key.candidateIDs == nil ? "-" : "uncertain"),
                cell(key.computerName ?? key.serialNumber), key.kind,
                cell(key.source),
            ]
                + (reveals ? [displaySafe(key.key ?? "-", limit: 10_000)] : [])
        }
        return TextTable.render(rows) + explained + "\n" + TextTable.render([header] + entries)
    }

    private func cell(_ text: String?) -> String { text.map { displaySafe($0) } ?? "-" }
}

extension KeySecret {
    /// The secret as text: digits, the startup key's file in hexadecimal, or the passphrase.
    fileprivate var revealed: String {
        switch self {
        case .recoveryPassword(let password): password.withText { String(decoding: $0, as: UTF8.self) }
        case .passphrase(let bytes): bytes.withBytes { String(decoding: $0, as: UTF8.self) }
        case .startupKey(let key):
            key.withFile { file in
                file.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            }
        }
    }
}
