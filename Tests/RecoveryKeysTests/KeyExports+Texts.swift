/// Running text, markup and JSON.
extension KeyExports {
    func texts() -> [Layout] {
        func all(_ separator: String = "\n", _ text: (Record) -> String) -> String {
            records.map(text).joined(separator: separator)
        }
        return [
            Layout(
                name: "identifier, then key",
                text: all { "Computer: \($0.computer)\nKey ID: \($0.id)\nKey: \($0.key)\n" }),
            Layout(
                name: "key, then identifier",
                text: all { "Computer: \($0.computer)\nKey: \($0.key)\nKey ID: \($0.id)\n" }),
            Layout(name: "no blank lines", text: all("") { "Recovery key: \($0.key)\nKey ID: \($0.id)\n" }),
            Layout(name: "blanks between columns", text: all("") { "\($0.computer)   \($0.key)   \($0.id)\n" }),
            Layout(
                name: "blanks between columns, with a header",
                text: "Computer DeviceId                             KeyID                                RecoveryKey\n"
                    + "-------- --------                             -----                                -----------\n"
                    + all("") { "\($0.computer)   \($0.device) \($0.id) \($0.key)\n" }),
            Layout(
                name: "hash tables",
                text: all { "Name      Value\n----      -----\nPassword  \($0.key)\nKeyID     \($0.id)\n" }),
            Layout(
                name: "manage-bde",
                text: all {
                    """
                    Volume "C:" [Windows]
                    All Key Protectors

                        TPM:
                          ID: {\($0.device.uppercased())}
                          PCR Validation Profile:
                            7, 11

                        Numerical Password:
                          ID: {\($0.id.uppercased())}
                          Password:
                            \($0.key)

                    """
                }),
            Layout(
                name: "manage-bde without blank lines",
                text: all {
                    "    TPM:\n      ID: {\($0.device)}\n      PCR Validation Profile:\n        7, 11\n"
                        + "    Numerical Password:\n      ID: {\($0.id)}\n      Password:\n        \($0.key)\n"
                }),
            Layout(
                name: "Windows' backup files after one another",
                text: all {
                    "BitLocker Drive Encryption recovery key\n\nIdentifier:\n\n\t\($0.id.uppercased())\n\nIf it matches, use this:\n\n"
                        + "Recovery Key:\n\n\t\($0.key)\n\nIf it does not, look for another.\n"
                }),
            Layout(
                name: "records between rules",
                text: all { "Key ID: \($0.id)\n\nVolume GUID: \($0.volume)\n\nKey: \($0.key)\n------------------\n" }),
            Layout(
                name: "YAML", text: all("") { "- computer: \($0.computer)\n  key: \($0.key)\n  key_id: \($0.id)\n" }),
            Layout(
                name: "JSON in lines of a log",
                text: all("") { "2024-07-19 10:00:00 INFO {\"keyId\":\"\($0.id)\",\"recoveryKey\":\"\($0.key)\"}\n" }),
            Layout(
                name: "a key over two lines",
                text: all { record in
                    "Key ID: \(record.id)\nKey: \(record.key.prefix(27))-\n  \(record.key.dropFirst(28))\n"
                }),
        ]
    }

    /// Lines as programs fold them. Spelled as they are, because the place of the fold depends on it.
    mutating func folded() -> [Layout] {
        var layouts: [Layout] = []
        for width in [60, 71, 79, 80, 100] {
            let text = records.map { record in
                let name = "2023-10-10T10:00:00-08:00{\(record.id.uppercased())}"
                return [
                    ("DistinguishedName", "CN=\(name),CN=\(record.computer),OU=Clients,DC=corp,DC=example"),
                    ("msFVE-RecoveryPassword", record.key), ("Name", name),
                    ("ObjectClass", "msFVE-RecoveryInformation"), ("ObjectGUID", record.device),
                ].map { label, value in
                    let start = label.padding(to: 22) + " : "
                    return Self.fold(start + value, width: width, indent: 25)
                }.joined()
            }.joined(separator: "\n")
            layouts.append(Layout(name: "list of \(width) columns", text: "\n" + text))
        }
        let ldif = records.map { record in
            let name = "2023-10-10T10:00:00\\+02:00{\(record.id.uppercased())}"
            return [
                "dn: CN=\(name),CN=\(record.computer),OU=Clients,DC=corp", "objectClass: msFVE-RecoveryInformation",
                "msFVE-RecoveryPassword: \(record.key)", "objectGUID:: AAAAAAAAAAAAAAAAAAAAAA==",
            ].map { Self.fold($0, width: 78, indent: 1) }.joined()
        }.joined(separator: "\n")
        layouts.append(Layout(name: "LDIF", text: "# extended LDIF\n\n" + ldif))
        let mail = records.map { "Key ID = \($0.id)\nKey = \($0.key)\n\n" }.joined()
        layouts.append(
            Layout(
                name: "quoted-printable mail",
                text: "Subject: keys\nContent-Transfer-Encoding: quoted-printable\n\n"
                    + mail.replacing("=", with: "=3D").split(separator: "\n", omittingEmptySubsequences: false)
                    .map { line in line.count > 50 ? "\(line.prefix(50))=\n\(line.dropFirst(50))" : String(line) }
                    .joined(separator: "\n")))
        return layouts
    }

    private static func fold(_ line: String, width: Int, indent: Int) -> String {
        var rest = Substring(line)
        var text = rest.prefix(width) + "\n"
        rest = rest.dropFirst(width)
        while !rest.isEmpty {
            text += String(repeating: " ", count: indent) + rest.prefix(width - indent) + "\n"
            rest = rest.dropFirst(width - indent)
        }
        return String(text)
    }

    func markup() -> [Layout] {
        let rows = records.map {
            "<tr><td>\($0.computer)</td><td>\($0.device)</td><td>\($0.key)</td><td>\($0.id)</td></tr>\n"
        }
        let elements = records.map { record in
            "<Obj RefId=\"0\"><MS><S N=\"Computer\">\(record.computer)</S><S N=\"RecoveryPassword\">\(record.key)</S>"
                + "<S N=\"KeyProtectorId\">{\(record.id)}</S></MS></Obj>\n"
        }
        return [
            Layout(
                name: "HTML",
                text:
                    "<html><body><h1>Keys</h1><table><tr><th>Computer</th><th>Device ID</th><th>Key</th><th>Key ID</th></tr>\n"
                    + rows.joined() + "</table></body></html>"),
            Layout(
                name: "HTML paragraphs",
                text: "<!DOCTYPE html><html><body>"
                    + records.map {
                        "<div>Key ID: <b>\($0.id)</b><br>Key:&nbsp;<b>\($0.key)</b></div><hr/><p>&nbsp;</p>\n"
                    }.joined()
                    + "</body></html>"),
            Layout(name: "Export-Clixml", text: "<Objs Version=\"1.1\">\n" + elements.joined() + "</Objs>"),
            Layout(
                name: "XML with attributes",
                text: "<?xml version=\"1.0\"?><Keys>"
                    + records.map {
                        "<Computer name=\"\($0.computer)\"><RecoveryKey id=\"\($0.id)\">\($0.key)</RecoveryKey></Computer>\n"
                    }
                    .joined() + "</Keys>"),
        ]
    }

    func json() -> [Layout] {
        func list(_ object: (Record) -> String) -> String { "[" + records.map(object).joined(separator: ",\n") + "]" }
        return [
            Layout(
                name: "Graph",
                text: "{\"value\":"
                    + list {
                        "{\"id\":\"\($0.id)\",\"deviceId\":\"\($0.device)\",\"volumeType\":1,\"key\":\"\($0.key)\"}"
                    } + "}"),
            Layout(
                name: "id last",
                text: list {
                    "{\"deviceName\":\"\($0.computer)\",\"bitLockerKeyId\":\"\($0.id)\",\"key\":\"\($0.key)\",\"id\":\"\($0.device)\"}"
                }),
            Layout(
                name: "keys in devices",
                text: list {
                    "{\"id\":\"\($0.device)\",\"displayName\":\"\($0.computer)\",\"recoveryKeys\":[{\"id\":\"\($0.id)\",\"key\":\"\($0.key)\"}]}"
                }),
            Layout(
                name: "a key in an object of its own",
                text: list {
                    "{\"keyId\":\"\($0.id)\",\"secret\":{\"value\":\"\($0.key)\"},\"tenantId\":\"\($0.device)\"}"
                }),
            Layout(
                name: "identifiers as names",
                text: "{" + records.map { "\"\($0.id)\":\"\($0.key)\"" }.joined(separator: ",") + "}"),
            Layout(
                name: "lists side by side",
                text: "{\"keys\":\(list { "\"\($0.key)\"" }),\"keyIds\":\(list { "\"\($0.id)\"" })}"),
            Layout(name: "texts", text: list { "{\"text\":\"Id: \($0.id) Key: \($0.key)\",\"copy\":\"\($0.key)\"}" }),
            Layout(
                name: "JSON in a text of JSON",
                text: list {
                    "{\"computer\":\"\($0.computer)\",\"data\":\"{\\\"id\\\":\\\"\($0.id)\\\",\\\"key\\\":\\\"\($0.key)\\\"}\"}"
                }),
            Layout(
                name: "device objects",
                text: list { "{\"device\":{\"id\":\"\($0.device)\"},\"recoveryKey\":\"\($0.key)\"}" },
                hasIdentifiers: false),
        ]
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
