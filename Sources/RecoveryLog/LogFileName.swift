internal import Timestamps

/// The name of a log: `<UTC time>-<machine>-<run>`, without an extension. Sorted by name, logs are sorted by time.
enum LogFileName {
    static func make(_ start: StartEvent, at time: UTCTime) -> String {
        let machine = start.machine
        let identity = [machine.serial, machine.uuid].compactMap { $0 }.first(where: isMeaningful) ?? "unknown"
        return [time.compact, safe(identity, limit: 48), safe(start.run, limit: 32)].joined(separator: "-")
    }

    /// Makers leave these in the firmware of boards that they sell by themselves.
    private static let placeholders: Set<String> = [
        "default string", "none", "not applicable", "not available", "not specified", "o.e.m.", "system serial number",
        "to be filled by o.e.m.", "unknown",
    ]

    private static func isMeaningful(_ identity: String) -> Bool {
        let letters = identity.lowercased().filter { $0.isLetter || $0.isNumber }
        return !placeholders.contains(identity.lowercased()) && Set(letters).count > 1
    }

    /// ASCII letters and digits; everything else becomes a hyphen. FAT and every shell take that.
    private static func safe(_ text: String, limit: Int) -> String {
        let bytes = text.utf8.prefix(limit).map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                byte
            default: UInt8(ascii: "-")
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
