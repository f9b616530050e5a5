internal import RecoveryKeys
internal import Secrets

/// Keys for tests; most are those of public test volumes.
enum SampleKeys {
    static let first = "284867-596541-514998-422114-660297-261613-215424-199408"
    static let second = "042647-302313-590458-071500-554323-116567-412181-516978"
    static let firstID = "99b0081a-60b6-47e4-8482-dea46ee1891d"
    static let secondID = "3fd763f9-74c7-4e90-8fa2-1f6a2e2b4e0c"

    /// A valid key for a number, and another for each.
    static func password(_ number: Int) -> String {
        (0..<8).map { group in
            let digits = String((number * 7919 + group * 104_729) % 65536 * 11)
            return String(repeating: "0", count: 6 - digits.count) + digits
        }.joined(separator: "-")
    }

    /// An identifier for a number.
    static func identifier(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "063ea4e1-220c-4293-ba01-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// The keys of a reading as text, with what is known about them: `id|key|name`.
    static func lines(_ reading: KeyFileReading) -> [String] {
        reading.entries.map { entry in
            let id = entry.facts.protectorID?.description ?? "-"
            return "\(id)|\(reveal(entry.secret))|\(entry.facts.computerName ?? "-")"
        }
    }

    static func reveal(_ secret: KeySecret) -> String {
        func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
        switch secret {
        case .recoveryPassword(let password): return password.withText(text)
        case .passphrase(let bytes): return bytes.withBytes(text)
        case .startupKey(let key): return "BEK of \(key.protectorID)"
        }
    }
}

/// Reads the UTF-8 of a text as a file.
func read(_ text: String, columns: [KeyColumn: String] = [:]) -> KeyFileReading {
    KeyFile.read(Array(text.utf8), file: "keys.txt", columns: columns)
}
