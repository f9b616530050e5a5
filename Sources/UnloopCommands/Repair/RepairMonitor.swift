internal import OfflineRepair
internal import Vocabulary

/// Shows on standard error what becomes of machines, a line for each step; with `--verbose` the appliances' consoles too.
struct RepairMonitor {
    private let names: [String]
    private let console: Console

    init(_ names: [String], _ console: Console) {
        self.names = names
        self.console = console
    }

    func show(_ progress: OfflineRepair.Progress, of index: Int) {
        switch progress {
        case .starting: console.note("\(names[index]): looking …")
        case .console(let line): if console.isVerbose { console.note("\(names[index])| \(line)") }
        case .committing: console.note("\(names[index]): writing the changes …")
        case .finished(let report):
            let seconds = Int(report.seconds.rounded())
            console.note("\(names[index]): \(report.outcome.title), \(seconds) s. \(report.text)")
        }
    }
}
