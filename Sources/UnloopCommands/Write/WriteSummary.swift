internal import Diagnostics
internal import LinuxSystem
internal import RecoveryLog
internal import StickWriter
internal import Vocabulary

/// What came of writing sticks, for people and for programs.
struct WriteSummary {
    private let results: [WriteSession.Result]

    init(_ results: [WriteSession.Result]) { self.results = results }

    private struct Row: Encodable {
        let device: String
        let model: String?
        let serial: String?
        let label: String?
        let outcome: String
        let isVerified: Bool
        let bytesWritten: Int64
        let writeMilliseconds: Int
        let verifyMilliseconds: Int
        let bytesPerSecond: Int
        let problem: String?
        let code: String?
    }

    /// Whether every stick is written and verified.
    var isComplete: Bool { results.allSatisfy { $0.report.outcome == .written } }

    /// A line for each stick; problems stand below.
    func table() -> String {
        let header = ["DEVICE", "STICK", "SERIAL", "WRITTEN", "SPEED", "VERIFIED", "LABEL", "OUTCOME"]
        let rows = results.map { result in
            let report = result.report
            return [
                result.candidate.device.path, result.candidate.modelText, result.candidate.serialText,
                ByteText.size(Double(report.bytesWritten)), ByteText.speed(report.speed),
                report.outcome == .written ? "yes" : "no", result.label.map { displaySafe($0) } ?? "-",
                report.outcome.rawValue,
            ]
        }
        let problems = results.compactMap(\.report.problem).map { displaySafe($0.description, limit: 1000) + "\n" }
        return TextTable.render([header] + rows) + problems.joined()
    }

    /// A JSON array with one stick a line.
    func json() throws -> String {
        try OrderedJSON.array(
            results.map { result in
                let report = result.report
                return Row(
                    device: result.candidate.device.path, model: result.candidate.device.model,
                    serial: result.candidate.serial, label: result.label, outcome: report.outcome.rawValue,
                    isVerified: report.outcome == .written, bytesWritten: report.bytesWritten,
                    writeMilliseconds: Int((report.writeSeconds * 1000).rounded()),
                    verifyMilliseconds: Int((report.verifySeconds * 1000).rounded()),
                    bytesPerSecond: Int(report.speed.rounded()), problem: report.problem?.message,
                    code: report.problem?.codeText)
            })
    }
}
