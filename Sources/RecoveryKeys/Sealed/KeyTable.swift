internal import Secrets

/// The text inside of sealed key files: a table in UTF-8, with commas, a header, and `\n` at the ends of rows.
///
/// The columns are those of `KeyColumn`, in its order and under its names, but for `computer`: a `name` is Active Directory's
/// too, which may be an identifier. Cells are quoted where RFC 4180 wants it, and
/// empty where nothing is known. `KeyFile` reads it like any other table, so that `age -d` gives a usable file.
public enum KeyTable {
    /// The table of keys, in their order. The same keys give the same bytes. The caller wipes it.
    public static func encode(_ entries: [KeyEntry]) -> [UInt8] {
        var table: [UInt8] = []
        // Reserved in one piece: a growing array would leave copies behind. (36 + 55 and more for long names.)
        table.reserveCapacity(100 + entries.reduce(0) { $0 + size(of: $1) })
        table.append(
            contentsOf: KeyColumn.allCases.map { $0 == .name ? "computer" : $0.rawValue }.joined(separator: ",").utf8)
        table.append(UInt8(ascii: "\n"))
        for entry in entries {
            for (index, column) in KeyColumn.allCases.enumerated() {
                if index > 0 { table.append(UInt8(ascii: ",")) }
                entry.append(column, to: &table)
            }
            table.append(UInt8(ascii: "\n"))
        }
        return table
    }

    /// At least as many bytes as the row of an entry has.
    private static func size(of entry: KeyEntry) -> Int {
        let facts = entry.facts
        let texts = [facts.computerName, facts.serialNumber, facts.deviceID, facts.volumeType, facts.created]
        let secret =
            switch entry.secret {
            case .recoveryPassword: 55
            case .startupKey: StartupKey.maximumSize * 4 / 3 + 4
            case .passphrase(let bytes): bytes.count * 2 + 2
            }
        return secret + 60 + texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) * 2 + 3 }
    }
}

extension KeyEntry {
    fileprivate func append(_ column: KeyColumn, to table: inout [UInt8]) {
        switch (column, secret) {
        case (.id, _): append(facts.protectorID?.description, to: &table)
        case (.key, .recoveryPassword(let password)): password.withText { table.append(contentsOf: $0) }
        case (.startupKey, .startupKey(let key)):
            key.withFile { file in
                var text = Base64.encode(file, padding: true)
                table.append(contentsOf: text)
                text.wipe()
            }
        case (.passphrase, .passphrase(let bytes)): bytes.withBytes { appendCell($0, to: &table) }
        case (.key, _), (.startupKey, _), (.passphrase, _): break
        case (.name, _): append(facts.computerName, to: &table)
        case (.serial, _): append(facts.serialNumber, to: &table)
        case (.device, _): append(facts.deviceID, to: &table)
        case (.volume, _): append(facts.volumeType, to: &table)
        case (.created, _): append(facts.created, to: &table)
        }
    }

    private func append(_ text: String?, to table: inout [UInt8]) { appendCell((text ?? "").utf8, to: &table) }

    private func appendCell(_ bytes: some BidirectionalCollection<UInt8>, to table: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        // Blanks at the ends are quoted too: readers differ about them.
        let isBlank = { (byte: UInt8?) in byte == 0x20 || byte == 0x09 }
        let needsQuotes =
            bytes.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 0x0A || $0 == 0x0D }
            || isBlank(bytes.first) || isBlank(bytes.last)
        guard needsQuotes else { return table.append(contentsOf: bytes) }
        table.append(quote)
        for byte in bytes {
            if byte == quote { table.append(quote) }
            table.append(byte)
        }
        table.append(quote)
    }
}
