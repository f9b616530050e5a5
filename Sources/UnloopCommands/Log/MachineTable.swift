internal import FleetStore
internal import RecoveryLog
internal import Vocabulary

/// The runs of machines for a terminal, each with its volumes.
enum MachineTable {
    private static let header = ["TIME", "DEVICE", "KIND", "COMPUTER", "OUTCOME", "REMOVED", "REASON"]

    /// For each machine its names, then a line a run and a line a volume.
    static func render(_ machines: [MachineHistory]) -> String {
        machines.map { machine in
            let names = [machine.computer, machine.serial, machine.uuid].compactMap { $0 }
            let title = names.isEmpty ? machine.machine : names.joined(separator: "  ")
            return displaySafe(title) + "\n" + TextTable.render([header] + machine.runs.flatMap(rows))
        }.joined(separator: "\n")
    }

    private static func rows(_ run: MachineHistory.Run) -> [[String]] {
        let time = run.started.map { String($0.prefix(19)) + "Z" } ?? "-"
        let chain = ["whole", "unchained"].contains(run.chain) ? "" : " (the log is \(run.chain))"
        let machine = [
            run.clockIsWrong ? "\(time) (wrong clock)" : time, "machine", "", "", run.outcome ?? "unknown",
            String(run.volumes.map(\.removed).reduce(0) { $0 &+ $1 }), cell(run.reason) + chain,
        ]
        return [machine]
            + run.volumes.map { volume in
                [
                    "", cell(volume.device), cell(volume.kind), cell(volume.computer), cell(volume.outcome),
                    String(volume.removed), cell(volume.reason),
                ]
            }
    }

    private static func cell(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "-" }
        return displaySafe(text, limit: 120)
    }
}
