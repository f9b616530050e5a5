internal import Vocabulary

/// What is to be done at a machine, by its state and the code of its reason.
enum Remedies {
    /// What to do at machines of one state and reason: the vocabulary's advice; nil where nothing is to be done, or where a
    /// newer version of Unloop wrote a code that this one does not know.
    static func general(_ state: MachineState, code: String?) -> String? {
        if state.isDone { return nil }
        if state == .unfinished {
            return
                "The log was cut off: the stick was pulled, the power failed, or the run crashed. Start the stick again."
        }
        return code.flatMap(ReasonCode.init(rawValue:))?.advice
    }

    /// What to do at one machine: the general remedy with what it takes here, or the record's own words.
    static func special(
        _ state: MachineState, code: String?, next: String?, evidence: MachineEvidence
    ) -> String? {
        if state.isDone { return nil }
        let words = general(state, code: code) ?? next ?? "Read the record: it says what went wrong."
        switch state {
        case .locked
        where !evidence.missingKeys.isEmpty && code.flatMap(ReasonCode.init(rawValue:)) != .noUsableProtector:
            let keys = keys(evidence.missingKeys)
            return "Look up the recovery key \(keys), put it into keys/ on the stick, and start the stick again."
        case .noWindows, .failed:
            let hidden = evidence.hiddenDisks.joined(separator: "; ")
            if !hidden.isEmpty { return "\(words) Seen: \(hidden)." }
            guard state == .noWindows else { return words }
            return evidence.disks.isEmpty
                ? "\(words) No disk was seen at all." : "\(words) Seen: \(evidence.disks.joined(separator: ", "))."
        default: return words
        }
    }

    /// `A or B (/dev/sda3), and C (/dev/sdb1)`.
    private static func keys(_ keys: [(device: String, protectorID: String)]) -> String {
        var devices: [(device: String, ids: [String])] = []
        for key in keys {
            if let index = devices.firstIndex(where: { $0.device == key.device }) {
                devices[index].ids.append(key.protectorID)
            } else {
                devices.append((key.device, [key.protectorID]))
            }
        }
        return devices.map { "\($0.ids.joined(separator: " or ")) (\($0.device))" }.joined(separator: ", and ")
    }
}
