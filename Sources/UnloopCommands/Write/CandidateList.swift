internal import LinuxSystem
internal import RecoveryLog
internal import StickWriter
internal import Vocabulary

/// The disks of this machine, for people and for programs.
struct CandidateList {
    private let candidates: [StickCandidate]

    init(_ candidates: [StickCandidate]) { self.candidates = candidates }

    private struct Row: Encodable {
        let device: String
        let model: String?
        /// In bytes.
        let size: UInt64
        let bus: String
        let serial: String?
        let isRemovable: Bool
        let content: String
        /// Why it is not written; empty when it may be.
        let refusals: [String]
    }

    /// One line for each disk.
    func table() -> String {
        let header = ["DEVICE", "MODEL", "SIZE", "BUS", "SERIAL", "REMOVABLE", "CONTENT", "CAN BE WRITTEN"]
        return TextTable.render(
            [header]
                + candidates.map { candidate in
                    [
                        candidate.device.path, candidate.modelText, candidate.sizeText, candidate.busText,
                        candidate.serialText, candidate.isRemovable ? "yes" : "no", displaySafe(candidate.content),
                        candidate.refusals.isEmpty
                            ? "yes"
                            : "no: "
                                + displaySafe(candidate.refusals.map(\.description).joined(separator: "; "), limit: 500),
                    ]
                })
    }

    /// A JSON array with one disk a line.
    func json() throws -> String {
        try OrderedJSON.array(
            candidates.map { candidate in
                Row(
                    device: candidate.device.path, model: candidate.device.model, size: candidate.device.size,
                    bus: candidate.busText, serial: candidate.serial, isRemovable: candidate.isRemovable,
                    content: candidate.content, refusals: candidate.refusals.map(\.description))
            })
    }
}

extension StickCandidate {
    /// The texts are what the disk says of itself: anything.
    var modelText: String { device.model.map { displaySafe($0) } ?? "-" }
    var serialText: String { serial.map { displaySafe($0) } ?? "-" }
    var busText: String { device.backingFile == nil ? device.bus.rawValue : "loop" }
    /// As it is printed on sticks.
    var sizeText: String { ByteText.size(Double(device.size)) }
}

extension OrderedJSON {
    /// An array with one value a line.
    static func array(_ values: [some Encodable]) throws -> String {
        let lines = try values.map { String(decoding: try encode($0), as: UTF8.self) }
        return "[" + (lines.isEmpty ? "" : "\n" + lines.joined(separator: ",\n") + "\n") + "]\n"
    }
}
