/// Tables of one key a row, and of several.
extension KeyExports {
    /// One key a row: with any separator, header, order of columns and other GUIDs beside the identifier.
    mutating func tables() -> [Layout] {
        let headers: [(id: String, key: String, name: String)] = [
            ("KeyID", "RecoveryKey", "Hostname"), ("Recovery Key ID", "Recovery Key", "Computer Name"),
            ("Schlüssel-ID", "Wiederherstellungsschlüssel", "Rechner"),
            ("ID de clé", "Clé de récupération", "Ordinateur"),
            ("Kennwort-ID", "Kennwort", "Gerät"), ("Id", "Key", "Device name"), ("Kennung", "Schlüssel", "PC"),
            ("msFVE-RecoveryGuid", "msFVE-RecoveryPassword", "Computer"), ("回復キー ID", "回復キー", "コンピューター"),
            ("BitLockerKeyId", "BitLockerKey", "DisplayName"), ("ID chiave", "Chiave di ripristino", "Nome computer"),
        ]
        let others = [
            "DeviceId", "ObjectGUID", "VolumeGUID", "Intune device ID", "TenantId", "Geräte-ID", "ID de l'appareil",
            "ID del dispositivo", "MachineGuid", "AzureADDeviceId", "デバイス ID", "UserId",
        ]
        var layouts: [Layout] = []
        for (number, delimiter) in [",", ";", "\t", "|"].enumerated() {
            for header in headers {
                let other = others[Int.random(in: 0..<others.count, using: &generator)]
                let columns: [(String, (Record) -> String)] = [
                    (header.name, { $0.computer }), (header.id, { $0.id }), (header.key, { $0.key }),
                    (other, { $0.device }), ("Date", { _ in "19.07.2024" }),
                ]
                let order = columns.indices.shuffled(using: &generator)
                let isQuoted = Bool.random(using: &generator)
                func row(_ cells: [String]) -> String {
                    cells.map { isQuoted ? "\"\($0)\"" : $0 }.joined(separator: delimiter) + "\n"
                }
                let title = [
                    "", "BitLocker report\nExecuted 19.07.2024\n\n", "sep=\(delimiter)\n", "#TYPE System.Object\n",
                ]
                let head = row(order.map { columns[$0].0 })
                let rows = records.map { record in row(order.map { columns[$0].1(record) }) }
                layouts.append(
                    Layout(
                        name: "table with \(header.id) and \(other), \(number)",
                        text: title[Int.random(in: 0..<4, using: &generator)] + head + rows.joined()))
                // Without the column of identifiers: the other GUID is nobody's.
                let left = order.filter { $0 != 1 }
                layouts.append(
                    Layout(
                        name: "table with \(other) alone, \(number)",
                        text: row(left.map { columns[$0].0 })
                            + records.map { record in row(left.map { columns[$0].1(record) }) }.joined(),
                        hasIdentifiers: false))
            }
        }
        return layouts + otherTables()
    }

    private func otherTables() -> [Layout] {
        let half = records.count / 2
        let lines = records.map { "\($0.computer),\($0.id),\($0.key)\n" }
        let first = records[..<half].map { "\($0.id),\($0.key)\n" }.joined()
        let second = records[half...].map { "\($0.computer),\($0.key),\($0.id)\n" }.joined()
        let markdown = records.map { "| \($0.computer) | \($0.id) | \($0.key) |\n" }.joined()
        return [
            Layout(name: "no header", text: lines.joined()),
            Layout(
                name: "one column", text: "RecoveryKey\n" + records.map { "\($0.key)\n" }.joined(),
                hasIdentifiers: false),
            Layout(name: "two tables", text: "KeyID,RecoveryKey\n\(first)\nComputer,RecoveryKey,KeyID\n\(second)"),
            Layout(name: "Markdown", text: "| Computer | Key ID | Recovery key |\n|---|:-:|---|\n" + markdown),
            Layout(
                name: "identifier of 32 digits",
                text: "KeyID;RecoveryKey\n"
                    + records.map { "\($0.id.replacing("-", with: ""));\($0.key)\n" }.joined()),
            Layout(
                name: "id and recoveryKeyId",
                text: "id,displayName,recoveryKeyId,recoveryKey\n"
                    + records.map { "\($0.device),\($0.computer),\($0.id),\($0.key)\n" }.joined()),
            Layout(
                name: "JSON in a cell",
                text: "DeviceName,DeviceId,RecoveryKeys\n"
                    + records.map {
                        "\($0.computer),\($0.device),\"[{\"\"Key\"\":\"\"\($0.key)\"\",\"\"RecoveryKeyID\"\":\"\"\($0.id)\"\"}]\"\n"
                    }.joined()),
            Layout(
                name: "text in a cell",
                text: "DeviceName,DeviceId,Notes\n"
                    + records.map { "\($0.computer),\($0.device),\"Key ID: \($0.id)\nKey: \($0.key)\"\n" }.joined()),
            Layout(
                name: "PowerShell's object in a cell",
                text: "DeviceName,Keys\n"
                    + records.map { "\($0.computer),@{KeyId=\($0.id); RecoveryKey=\($0.key)}\n" }.joined()),
            Layout(
                name: "labels and values",
                text: records.map { "Computer,\($0.computer)\nRecovery key,\($0.key)\nKey ID,\($0.id)\n\n" }.joined()),
            Layout(
                name: "records as columns",
                text: "Computer;" + records.map(\.computer).joined(separator: ";") + "\nKey ID;"
                    + records.map(\.id).joined(separator: ";") + "\nRecovery key;"
                    + records.map(\.key).joined(separator: ";") + "\n"),
        ]
    }

    /// Two keys a row. With an odd number the last row has one.
    func pairsInRows() -> [Layout] {
        struct Form {
            let name: String
            let header: String
            let cells: (Record?, Record?) -> [String]
        }
        let forms = [
            Form(name: "prefixes", header: "Computer,C_KeyID,C_RecoveryKey,D_KeyID,D_RecoveryKey") { c, d in
                [c?.id, c?.key, d?.id, d?.key].map { $0 ?? "" }
            },
            Form(name: "numbers, keys last", header: "Computer,KeyID1,KeyID2,RecoveryKey1,RecoveryKey2") { c, d in
                [c?.id, d?.id, c?.key, d?.key].map { $0 ?? "" }
            },
            Form(name: "numbers, crossed", header: "Computer,RecoveryKey2,KeyID1,RecoveryKey1,KeyID2") { c, d in
                [d?.key, c?.id, c?.key, d?.id].map { $0 ?? "" }
            },
            Form(name: "the same headers twice", header: "Computer,KeyID,RecoveryKey,KeyID,RecoveryKey") { c, d in
                [c?.id, c?.key, d?.id, d?.key].map { $0 ?? "" }
            },
            Form(
                name: "drives in words",
                header: "Computer,OS Drive Key ID,OS Drive Key,Data Drive Key ID,Data Drive Key"
            ) {
                c, d in [c?.id, c?.key, d?.id, d?.key].map { $0 ?? "" }
            },
            Form(name: "lists in cells", header: "Computer,KeyIDs,RecoveryKeys") { c, d in
                [[c?.id, d?.id], [c?.key, d?.key]].map { $0.compactMap { $0 }.joined(separator: "; ") }
            },
        ]
        return forms.map { form in
            var text = form.header + "\n"
            for start in stride(from: 0, to: records.count, by: 2) {
                let pair = records[start..<min(start + 2, records.count)]
                // A machine with one drive has it in either place.
                let isSecond = pair.count == 1 && start % 4 == 0 && form.name != "lists in cells"
                let cells = isSecond ? form.cells(nil, pair.first) : form.cells(pair.first, pair.dropFirst().first)
                text += ([pair.first?.computer ?? ""] + cells).joined(separator: ",") + "\n"
            }
            return Layout(name: "two keys a row, \(form.name)", text: text)
        }
    }
}
