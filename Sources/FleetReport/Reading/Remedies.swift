/// What is to be done at a machine, by its state and the code of its reason. The codes are those of the engine, of what
/// unlocks volumes and of what reads them; for codes that are not known here the record's own words count.
enum Remedies {
    /// What to do at machines of one state and reason; nil where nothing is to be done, or only the record tells.
    static func general(_ state: MachineState, code: String?) -> String? {
        switch (state, code) {
        case (.repaired, _), (.nothingToDo, _): nil
        case (.unfinished, _):
            "The record was cut off: the stick was pulled, the power failed, or the run crashed. Start the stick again."
        case (.locked, "no-usable-protector"):
            "Only the machine's own TPM, PIN or smart card opens the volume: use Windows' own recovery at the machine."
        case (.locked, "unsupported-bitlocker"):
            "Let Windows finish encrypting or decrypting the volume, then start the stick again."
        case (.locked, _):
            "Look up the recovery key by its id in Entra, Intune, AD or ConfigMgr, put it into keys/ on the stick, and "
                + "start the stick again."
        case (.refused, "hibernated"):
            "Windows is hibernated: start it once and shut it down fully, or set hibernated: discard in unloop.yaml "
                + "knowing that its open session is lost."
        case (.refused, "look-only"):
            "The run was only to look: start the stick again with Repair, or set look-only: false in unloop.yaml."
        case (.refused, "dirty-refused"):
            "The volume is marked as dirty: set dirty: override in unloop.yaml, or let Windows check the disk first."
        case (.refused, "is-a-link"):
            "A link stands in the place of a folder: remove the file by hand in the rescue shell."
        case (.failed, "no-remedy"): "The image has no sound remedy: make a new stick."
        case (.failed, "agent-crashed"):
            "The run crashed: start the stick again; if it crashes again, report the record."
        case (.failed, "damaged-ntfs"), (.failed, "cannot-mount"), (.failed, "not-writable"), (.failed, "unreadable"),
            (.failed, "not-removable"), (.failed, "changed"), (.failed, "cannot-unmount"):
            "The file system is damaged: run chkdsk /f from Windows' recovery environment, then start the stick again."
        case (.failed, "unreadable-device"), (.failed, "input-output"), (.failed, "malformed"), (.failed, "truncated"):
            "The disk cannot be read: try another port or cable, save its data, and replace it."
        case (.failed, "unsupported"):
            "The disk is in a form that cannot be read here, such as an array of the firmware: look at its RAID setup."
        case (.failed, "damaged-bitlocker"):
            "BitLocker's own data are damaged: use repair-bde with the recovery key on a copy of the disk."
        case (.noWindows, "no-volume"):
            "No disk with Windows was seen: in the firmware setup, switch the storage controller from RAID, VMD or "
                + "remapped NVMe to AHCI for the repair, and back afterwards."
        case (.noWindows, _): "Look whether Windows is on another disk, and whether the firmware setup shows that disk."
        case (.failed, _), (.refused, _): nil
        }
    }

    /// What to do at one machine: the general remedy with what it takes here, or the record's own words.
    static func special(
        _ state: MachineState, code: String?, next: String?, evidence: MachineEvidence
    ) -> String? {
        if state.isDone { return nil }
        let words = general(state, code: code) ?? next ?? "Read the record: it says what went wrong."
        switch state {
        case .locked where !evidence.missingKeys.isEmpty:
            return "\(words) Missing: \(keys(evidence.missingKeys))."
        case .noWindows, .failed:
            let hidden = evidence.hiddenDisks.joined(separator: "; ")
            if !hidden.isEmpty { return "\(words) Seen: \(hidden)." }
            guard state == .noWindows else { return words }
            return evidence.disks.isEmpty
                ? "\(words) No disk was seen at all." : "\(words) Seen: \(evidence.disks.joined(separator: ", "))."
        default: return words
        }
    }

    /// `/dev/sda3: A or B; /dev/sdb1: C`.
    private static func keys(_ keys: [(device: String, protectorID: String)]) -> String {
        var devices: [(device: String, ids: [String])] = []
        for key in keys {
            if let index = devices.firstIndex(where: { $0.device == key.device }) {
                devices[index].ids.append(key.protectorID)
            } else {
                devices.append((key.device, [key.protectorID]))
            }
        }
        return devices.map { "\($0.device): \($0.ids.joined(separator: " or "))" }.joined(separator: "; ")
    }
}
