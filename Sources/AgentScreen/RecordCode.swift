package import RecoveryLog
package import Timestamps
internal import Vocabulary

/// The record of a run in one line, for a code on the screen that a person photographs when the record is saved nowhere:
/// `UNLOOP1 OUTCOME:REPAIRED RUN:00C0FFEE …`.
///
/// The words are those of the log, in capitals, of which a QR code holds half as many again. A serial number keeps its case,
/// which may matter.
package struct RecordCode: Equatable {
    private let fields: [(key: String, value: String)]

    package static func == (left: RecordCode, right: RecordCode) -> Bool { left.text == right.text }

    /// - Parameters:
    ///   - volumes: How many volumes could hold a Windows.
    ///   - removed: How many files were removed.
    ///   - keyID: The ID of the recovery key that the first locked volume needs.
    ///   - hash: The hash of the record's last line.
    package init(
        _ end: EndEvent, run: String, machine: MachineIdentity, volumes: Int, removed: Int, keyID: String? = nil,
        hash: String?, at time: UTCTime
    ) {
        let all: [(String, String?)] = [
            ("OUTCOME", end.outcome.rawValue.uppercased()), ("RUN", run.uppercased()),
            ("KEYID", keyID?.uppercased()), ("TIME", time.compact),
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
        let order = ["HASH", "SECONDS", "CODE", "VOLUMES", "UUID", "TIME", "KEYID"]
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
