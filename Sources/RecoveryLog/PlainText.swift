internal import Vocabulary

/// The log as a page that a person reads: each event adds its lines, in the order of the run; the outcome stands at the
/// end. Whatever comes from a disk is made safe for screens.
public enum PlainText {
    /// The page of a run.
    public static func render(_ events: [LogEvent]) -> String {
        events.map(render).joined()
    }

    /// The lines that an event adds, each ended by a line feed; empty for events that say nothing to a person.
    public static func render(_ event: LogEvent) -> String {
        lines(event).map { displaySafe($0, limit: 500) + "\n" }.joined()
    }

    private static func lines(_ event: LogEvent) -> [String] {
        switch event {
        case .start(let start): self.start(start)
        case .disk(let disk): [""] + [self.disk(disk)]
        case .volume(let volume): [self.volume(volume)] + notes(on: volume)
        case .unlocked(let unlocked):
            [
                "  Unlocked  by \(([unlocked.protectorKind.rawValue, unlocked.protectorID, unlocked.source].compactMap { $0 }).joined(separator: ", "))"
            ]
        case .windows(let windows): [self.windows(windows)]
        case .match(let match):
            [
                "  Found     \(match.path), \(match.size) bytes, changed \(match.modified)",
                "            \(word(for: match.decision)), because \(match.reason)",
            ]
        case .copied(let copied): ["  Copied    \(copied.path) to \(copied.quarantine)"]
        case .mounted: []
        case .removed(let removed): ["  Removed   \(removed.path)"]
        case .verified(let verified):
            ["  Verified  \(verified.count == 1 ? "1 file" : "\(verified.count) files") confirmed gone"]
        case .volumeOutcome(let done):
            ["  Outcome   \(done.outcome.banner) \(done.device): \(done.reason)", ""]
        case .note(let note): ["  Note      \(note.device.map { $0 + ": " } ?? "")\(note.message) [\(note.code)]"]
        case .end(let end): self.end(end)
        case .signature(let signature): [row("Signed", "by key \(signature.key)")]
        }
    }

    private static func start(_ start: StartEvent) -> [String] {
        let machine = start.machine
        let maker = [machine.manufacturer, machine.product].compactMap { $0 }.joined(separator: " ")
        let optional: [(String, String?)] = [
            ("Machine", maker.isEmpty ? nil : maker), ("Serial", machine.serial), ("UUID", machine.uuid),
            ("Network", machine.macs.isEmpty ? nil : machine.macs.joined(separator: ", ")), ("Label", start.label),
        ]
        let firmware = machine.firmware == .uefi ? "UEFI" : "BIOS"
        return ["Unloop \(start.version), image \(start.image), run \(start.run)", ""]
            + optional.compactMap { name, value in value.map { row(name, $0) } }
            + [
                row("Firmware", "\(firmware), Secure Boot \(machine.secureBoot.rawValue)"),
                row("Mode", start.mode == .repair ? "repair" : "look only: nothing is changed"),
            ] + (start.settings.isEmpty ? [] : [row("Settings", start.settings.joined(separator: " "))])
    }

    private static func disk(_ disk: DiskEvent) -> String {
        let details = [disk.model, disk.serial.map { "serial \($0)" }, disk.bus, size(disk.size), table(disk.table)]
        return "Disk \(disk.device): " + details.compactMap { $0 }.joined(separator: ", ")
    }

    private static func table(_ table: DiskEvent.PartitionTable) -> String {
        switch table {
        case .gpt: "GPT"
        case .mbr: "MBR"
        case .none: "no partition table"
        }
    }

    private static func end(_ end: EndEvent) -> [String] {
        [
            "", "========================================", end.outcome.banner,
            "========================================", row("Reason", end.reason), row("Next", end.next),
            row("Code", "\(end.code), after \(end.seconds) s"),
        ]
    }

    private static func row(_ name: String, _ value: String) -> String {
        name + String(repeating: " ", count: max(1, 12 - name.count)) + value
    }
}
