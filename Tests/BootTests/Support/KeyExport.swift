import Foundation

/// Recovery keys as administrators export them.
enum KeyExport {
    /// Microsoft Graph's list of `bitlockerRecoveryKey` with their keys.
    static func graph(_ volumes: [BitLockerKeys]) throws -> String {
        struct List: Encodable {
            struct Key: Encodable {
                let id, createdDateTime, deviceId, volumeType, key: String
            }
            let value: [Key]
        }
        let keys = volumes.flatMap(\.recovery).enumerated().map { number, protector in
            List.Key(
                id: protector.id, createdDateTime: "2024-01-02T03:04:05Z",
                deviceId: "6a3f5b1e-0d4e-4f0c-9d5b-0f2f6b7a8c9d", volumeType: "\(number + 1)", key: protector.password)
        }
        return String(decoding: try JSONEncoder().encode(List(value: keys)), as: UTF8.self)
    }

    /// A table as a spreadsheet saves it, with keys of other machines in front and three rows that cannot be used.
    static func table(_ volumes: [BitLockerKeys], others: Int) -> String {
        var rows = ["Hostname;KeyID;RecoveryKey;Directory"]
        rows += (0..<others).map { "PC-\($0);\(otherID($0));\(otherPassword($0));example.com" }
        rows.insert("PC-X;\(otherID(-1));111111-222222-333333-444444-555555-666666-000011-720886;example.com", at: 1)
        rows.insert("PC-Y;\(otherID(-2));111111-222222;example.com", at: others / 2)
        rows.insert("PC-Z;\(otherID(-3));;example.com", at: others)
        rows += volumes.flatMap(\.recovery).map { "\"LAPTOP\";{\($0.id.uppercased())};\($0.password);example.com" }
        return "\u{FEFF}" + rows.joined(separator: "\r\n") + "\r\n"
    }

    /// The identifier of a key protector of no machine here.
    static func otherID(_ number: Int) -> String {
        String(format: "aaaaaaaa-0000-4000-8000-%012x", number & 0xFFFF_FFFF)
    }

    /// A recovery password of no machine here: groups that divide by 11 and are below 720896.
    static func otherPassword(_ number: Int) -> String {
        (0..<8).map { String(format: "%06d", (number &* 7919 &+ $0 &* 104_729) % 65_536 * 11) }.joined(separator: "-")
    }
}
