internal import JSONCoding
internal import OfflineRepair
internal import TextTables
internal import Vocabulary

/// What became of machines, for people and for programs.
struct RepairSummary {
    private let reports: [MachineReport]

    init(_ reports: [MachineReport]) { self.reports = reports }

    /// How the command ends; nil where every machine is done.
    var status: ExitStatus? {
        if reports.isEmpty || reports.contains(where: { $0.outcome == .failed }) { return .failed }
        return reports.allSatisfy { $0.outcome.isDone } ? nil : .incomplete
    }

    /// A line for each machine; what is to be done stands below.
    func table() -> String {
        let header = ["MACHINE", "OUTCOME", "WRITTEN", "REASON", "LOG"]
        let rows = reports.map { report in
            [
                report.machine.name, report.outcome.title, report.isCommitted.map { $0 ? "yes" : "no" } ?? "partly",
                report.reason ?? "-",
                report.log ?? "-",
            ]
        }
        let texts = reports.filter { !$0.outcome.isDone }.map {
            "\($0.machine.name): \(displaySafe($0.text, limit: 1000))\n"
        }
        return TextTable.render([header] + rows) + texts.joined()
    }

    private struct Row: Encodable {
        let machine: String
        let outcome: String
        let reason: String?
        let log: String?
        let undo: String?
        let committed: Bool?
        let message: String
        let disks: [String]
        let seconds: Int

        enum CodingKeys: CodingKey { case machine, outcome, reason, log, undo, committed, message, disks, seconds }

        /// With every member, null where there is nothing: programs look for them.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(machine, forKey: .machine)
            try container.encode(outcome, forKey: .outcome)
            try container.encode(reason, forKey: .reason)
            try container.encode(log, forKey: .log)
            try container.encode(undo, forKey: .undo)
            try container.encode(committed, forKey: .committed)
            try container.encode(message, forKey: .message)
            try container.encode(disks, forKey: .disks)
            try container.encode(seconds, forKey: .seconds)
        }
    }

    /// A document with the machines in their order.
    func json() throws -> String {
        let rows = reports.map { report in
            Row(
                machine: report.machine.name, outcome: report.outcome.rawValue, reason: report.reason, log: report.log,
                undo: report.undo, committed: report.isCommitted, message: report.text, disks: report.machine.disks,
                seconds: Int(report.seconds.rounded()))
        }
        return "{\"machines\": \(try OrderedJSON.array(rows))}\n"
    }
}
