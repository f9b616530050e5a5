internal import Timestamps

/// The name of a log: `<UTC time>-<machine>-<run>`, without an extension. Sorted by name, logs are sorted by time.
enum LogFileName {
    static func make(_ start: StartEvent, at time: UTCTime) -> String {
        let identity = start.machine.meaningfulSerial ?? start.machine.meaningfulUUID ?? "unknown"
        return [time.compact, safe(identity, limit: 48), safe(start.run, limit: 32)].joined(separator: "-")
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
