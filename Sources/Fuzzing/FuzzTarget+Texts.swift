internal import RecoveryLog
internal import RecoveryLogReader
internal import Remedy
internal import RunSettings
internal import Vocabulary

extension FuzzTarget {
    /// A remedy is refused, or stays beneath its folder and judges any file.
    func readRemedy(_ input: [UInt8]) {
        guard let remedy = try? Remedy.parse(input, file: "f") else { return }
        precondition(!remedy.rules.isEmpty)
        let file = FileFacts(
            name: "C-00000291-00000000-00000032.sys", size: 41_004, modified: 1_721_362_140, header: [0xAA, 0xAA, 0xAA])
        for rule in remedy.rules {
            precondition(!rule.folder.isEmpty, "a rule without a folder")
            for name in rule.folder {
                let isInside = !name.isEmpty && name != ".." && name != "." && !name.contains { "/\\:".contains($0) }
                precondition(isInside, "a rule leads elsewhere: \(name)")
            }
            _ = rule.decision(for: file)
        }
    }

    /// Settings always come to something. What is not understood is reported, and does not do more than the default; what is
    /// understood can be written down and read again.
    func readSettings(_ input: [UInt8]) {
        let words = KernelCommandLine.parse(input)
        for settings in [RunSettings(file: SettingsFile(input)), RunSettings(commandLine: words)] {
            for row in settings.summary where row.isFallback {
                precondition(!settings.problems.isEmpty, "\(row.key) is not understood, and nobody says so")
            }
            precondition(!settings.lookOnly.isFallback || settings.lookOnly.value, "a mistake became a repair")
            precondition(!settings.hibernated.isFallback || settings.hibernated.value == .refuse)
            precondition(settings.label.value.unicodeScalars.count <= 100)
            if case .named(let names) = settings.remedies.value {
                precondition(names.allSatisfy { !$0.contains { "/\\.".contains($0) } }, "a remedy leads elsewhere")
            }
            // A label can be anything, and would have to be quoted.
            let lines = settings.summary.filter { $0.source != .preset && !$0.isFallback && $0.key != .label }
            let text = lines.map { $0.key == .remedies ? "remedies: [\($0.value)]" : "\($0.key.rawValue): \($0.value)" }
            let again = RunSettings(file: SettingsFile(Array(text.joined(separator: "\n").utf8)))
            precondition(again.problems.isEmpty, "\(again.problems)")
            precondition(
                lines.allSatisfy { row in again.summary.contains { $0.key == row.key && $0.value == row.value } })
        }
    }

    /// A log tells what can be read and names what cannot; what was read is written as it was.
    func readLog(_ input: [UInt8]) {
        let log = RecoveryLogReader.parse(input, path: "f")
        precondition(!log.records.isEmpty || !log.problems.isEmpty, "a log without lines and without a problem")
        _ = RecoverySummary(log)
        _ = PlainText.render(log.records.map(\.event))
        // Longer texts are cut when they are written.
        if input.count > Limit.logText { return }
        var chain = LogChain()
        let lines = log.records.compactMap { record in
            try? LogEncoder.line(record.event, time: record.time, sequence: record.sequence, chain: &chain)
        }
        let again = RecoveryLogReader.parse(Array(lines.joined()), path: "f")
        precondition(again.records == log.records, "lines read otherwise when they are written again")
        // Lines whose hashes fit may still contradict each other; that is a problem then.
        precondition(
            again.chain == .whole || again.chain == .cut || !again.problems.isEmpty,
            "lines that were just written are no chain")
    }
}
