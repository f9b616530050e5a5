internal import Vocabulary

extension PlainText {
    static func volume(_ event: VolumeEvent) -> String {
        let kind =
            switch event.kind {
            case .ntfs: "NTFS"
            case .bitlocker: "BitLocker"
            case .other(let name): name
            }
        let label = event.label.map { " \"\($0)\"" } ?? ""
        return "Volume \(event.volume.device): \(kind)\(label), \(size(event.volume.size))"
            + (event.volume.removable == true ? ", removable" : "")
    }

    static func notes(on event: VolumeEvent) -> [String] {
        var notes: [String] = []
        if let ntfs = event.ntfs {
            let states = [
                ntfs.dirty == true ? "dirty flag set" : nil, ntfs.logClean == false ? "its log was left open" : nil,
                ntfs.hibernation == .none ? nil : "hibernation: \(ntfs.hibernation.rawValue)",
            ]
            let known = states.compactMap { $0 }.joined(separator: ", ")
            if !known.isEmpty { notes.append("  State     \(known)") }
        }
        if let bitlocker = event.bitlocker {
            notes.append("  Volume ID \(bitlocker.volumeID)")
            if let name = bitlocker.computerName { notes.append("  Computer  \(name), when it was encrypted") }
            notes += bitlocker.protectors.map { "  Key       \($0.id) (\($0.kind.rawValue))" }
        }
        return notes
    }

    static func windows(_ event: WindowsEvent) -> String {
        let names = [event.name, event.productName, event.build.map { "build \($0)" }].compactMap { $0 }
        return "  Windows   \(event.folder) on \(event.device)"
            + (names.isEmpty ? "" : ": " + names.joined(separator: ", "))
    }

    static func word(for decision: MatchEvent.Decision) -> String {
        switch decision {
        case .remove: "to be removed"
        case .keep: "kept"
        case .undecided: "undecided"
        }
    }

    /// A size in the largest binary unit of which there is at least one, with one decimal, rounded down.
    static func size(_ bytes: Int64) -> String {
        let units: [(name: String, shift: Int64)] = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)]
        guard let unit = units.first(where: { bytes >> $0.shift > 0 }) else { return "\(bytes) bytes" }
        let tenths = ((bytes >> (unit.shift - 10)) * 10) >> 10
        return "\(tenths / 10).\(tenths % 10) \(unit.name)"
    }
}
