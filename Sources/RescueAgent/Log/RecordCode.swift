internal import RecoveryLog
internal import Timestamps
internal import Vocabulary

/// The record of a run in one line, for a code on the screen that is photographed where no stick takes the record:
/// `UNLOOP1 OUTCOME:REPAIRED RUN:00C0FFEE …`.
///
/// The words are those of the log. In capitals, because a QR code holds half as many more of them than of small letters;
/// what may be told from it only by case, as a serial number may, stays as it is.
struct RecordCode: Equatable {
    private let fields: [(key: String, value: String)]

    static func == (left: RecordCode, right: RecordCode) -> Bool { left.text == right.text }

    init(
        _ end: EndEvent, run: String, machine: MachineIdentity, volumes: Int, removed: Int, hash: String?,
        at time: UTCTime
    ) {
        let all: [(String, String?)] = [
            ("OUTCOME", end.outcome.rawValue.uppercased()), ("RUN", run.uppercased()), ("TIME", time.compact),
            ("SERIAL", machine.serial), ("UUID", machine.uuid?.uppercased()), ("VOLUMES", "\(volumes)"),
            ("REMOVED", "\(removed)"), ("CODE", end.code.uppercased()), ("SECONDS", "\(end.seconds)"),
            ("HASH", hash?.uppercased()),
        ]
        fields = all.compactMap { key, value in value.map { (key, Self.escaped($0)) } }
    }

    /// Everything.
    var text: String { text(without: []) }

    /// Everything, then less and less of it: a small screen has no room for more.
    var texts: [String] {
        let order = ["HASH", "SECONDS", "CODE", "VOLUMES", "UUID", "TIME"]
        return (0...order.count).map { text(without: order.prefix($0)) }
    }

    private func text(without left: some Sequence<String>) -> String {
        let kept = fields.filter { !left.contains($0.key) }
        return (["UNLOOP1"] + kept.map { "\($0.key):\($0.value)" }).joined(separator: " ")
    }

    /// A word of printable ASCII, at most 64 characters long: other bytes as `%` and two digits.
    private static func escaped(_ text: String) -> String {
        text.utf8.prefix(64).map { byte in
            if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "%") { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
