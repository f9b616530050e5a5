internal import DelimitedText
internal import Diagnostics
internal import Secrets
internal import Testing

@testable internal import RecoveryKeys

@Suite("Keys in tables")
struct TableKeysTests {
    private let first = SampleKeys.first
    private let second = SampleKeys.second
    private let firstID = SampleKeys.firstID
    private let secondID = SampleKeys.secondID

    @Test("Every header seen in the field")
    func headers() {
        let upper = "{\(firstID.uppercased())}"
        let tables: [(table: String, id: String, name: String)] = [
            ("Hostname,KeyID,RecoveryKey,Directory\nPC01,\(firstID),\(first),corp\n", firstID, "PC01"),
            ("KeyID,RecoveryKey\n\(upper),\(first)\n", firstID, "-"),
            ("Id,Key\r\n\(firstID),\(first)\r\n", firstID, "-"),
            ("ID;Key\n\(firstID);\(first)\n", firstID, "-"),
            ("HostName, RecoveryPassword\nPC01, \(first)\n", "-", "PC01"),
            ("Serial,Password\n5CG1234XYZ,\(first)\n", "-", "-"),
            ("Computer Name,whenCreated,msFVE-RecoveryPassword\nPC01,10.10.2023,\(first)\n", "-", "PC01"),
            ("Name,msFVE-RecoveryPassword\n2023-10-10T10:00:00-08:00\(upper),\(first)\n", firstID, "-"),
            (
                "\"cn\"\t\"msFVE-RecoveryPassword\"\t\"DistinguishedName\"\n\"2023-10-10T10:00:00-08:00\(upper)\"\t\"\(first)\"\t"
                    + "\"CN=2023-10-10T10:00:00-08:00\(upper),CN=PC01,OU=Clients,DC=corp\"\n", firstID, "PC01"
            ),
            (
                "EntraObjectId,DeviceId,DisplayName,BitLockerKeyId,RecoveryKey,VolumeType,KeyCreated\n"
                    + "\(secondID),\(secondID),PC01,\(firstID),\(first),1,2024-01-01\n", firstID, "PC01"
            ),
            ("Recovery Key ID|Recovery Key|Device name\n\(firstID)|\(first)|PC01\n", firstID, "PC01"),
            ("sep=;\nKeyID;RecoveryKey\n\(firstID);\(first)\n", firstID, "-"),
            ("#TYPE System.Object\n\"KeyID\",\"RecoveryKey\"\n\"\(firstID)\",\"\(first)\"\n", firstID, "-"),
            ("RecoveryKey\n\(first)\n", "-", "-"),
        ]
        for table in tables {
            let reading = read(table.table)
            #expect(reading.form == .table)
            #expect(SampleKeys.lines(reading) == ["\(table.id)|\(first)|\(table.name)"], "\(table.table)")
            #expect(reading.problems.isEmpty, "\(reading.problems)")
        }
        #expect(read(tables[5].table).entries.first?.facts.serialNumber == "5CG1234XYZ")
        #expect(read(tables[9].table).entries.first?.facts.deviceID == secondID)
        #expect(read(tables[9].table).entries.first?.facts.created == "2024-01-01")
    }

    @Test("msFVE-RecoveryGuid in every form that tools export")
    func storedIdentifiers() {
        let hexadecimal = "1a08b099b660e4478482dea46ee1891d"
        let bytes = stride(from: 0, to: 32, by: 2).map { Array(hexadecimal)[$0..<($0 + 2)].map(String.init).joined() }
        let forms = [
            hexadecimal, "X'\(hexadecimal)'", "0x\(hexadecimal.uppercased())", "GgiwmbZg5EeEgt6kbuGJHQ==",
            bytes.map { "\\" + $0 }.joined(), bytes.joined(separator: " "), bytes.joined(separator: "-").uppercased(),
            bytes.map { String(UInt8($0, radix: 16) ?? 0) }.joined(separator: " "), "{\(firstID)}",
        ]
        for form in forms {
            let reading = read("msFVE-RecoveryGuid;msFVE-RecoveryPassword\n\(form);\(first)\n")
            #expect(SampleKeys.lines(reading) == ["\(firstID)|\(first)|-"], "\(form)")
        }
        let unknown = read("msFVE-RecoveryGuid,msFVE-RecoveryPassword\nSystem.Byte[],\(first)\n")
        #expect(SampleKeys.lines(unknown) == ["-|\(first)|-"])
        #expect(unknown.problems.map(\.code) == [.valueLeftOut])
    }

    @Test("Without a header, columns are told by their content")
    func withoutHeader() {
        let table = "PC01;\(firstID);\(first)\nPC02;\(secondID);\(second)\n"
        #expect(SampleKeys.lines(read(table)) == ["\(firstID)|\(first)|PC01", "\(secondID)|\(second)|PC02"])
    }

    @Test("Unknown headers: by content, or by --columns")
    func unknownHeaders() {
        let table = "Gerät;Kennung;Schlüssel\nPC01;\(firstID);\(first)\n"
        #expect(SampleKeys.lines(read(table)) == ["\(firstID)|\(first)|-"])
        #expect(SampleKeys.lines(read(table, columns: [.name: "GERÄT"])).first == "\(firstID)|\(first)|PC01")
        #expect(SampleKeys.lines(read(table, columns: [.name: "Gerät"])).first == "\(firstID)|\(first)|PC01")
        #expect(SampleKeys.lines(read(table, columns: [.name: "1", .key: "3"])).first == "\(firstID)|\(first)|PC01")
        let missing = read(table, columns: [.name: "Rechner"])
        #expect(missing.problems.map(\.code) == [.missingColumn])
        #expect(missing.entries.count == 1)
    }

    @Test("Two unnamed columns of identifiers: the key counts, its identifier is not guessed")
    func ambiguous() {
        let reading = read("PC01,\(firstID),\(secondID),\(first)\n")
        #expect(SampleKeys.lines(reading) == ["-|\(first)|PC01"])
        #expect(reading.problems.map(\.code) == [.ambiguousColumns])
        let named = read("PC01,\(firstID),\(secondID),\(first)\n", columns: [.id: "2"])
        #expect(SampleKeys.lines(named) == ["\(firstID)|\(first)|PC01"])
    }

    @Test("JSON and several keys inside of a cell")
    func cells() {
        let json = "{\"id\":\"\(firstID)\",\"key\":\"\(first)\"}".replacing("\"", with: "\"\"")
        let table =
            "DeviceName,DeviceID,BitLockerKey\nPC01,\(secondID),\"\(json)\"\nPC02,x,\"\(firstID): \(first)\n\(second)\"\n"
        let reading = read(table)
        #expect(
            SampleKeys.lines(reading) == ["\(firstID)|\(first)|PC01", "\(firstID)|\(first)|PC02", "-|\(second)|PC02"])
        #expect(reading.entries.map(\.origin.description) == ["keys.txt: row 2", "keys.txt: row 3", "keys.txt: row 3"])
        #expect(reading.entries.first?.facts.deviceID == secondID)
    }

    @Test("A bad row is told with its group; the good rows count")
    func badRows() {
        let bad = first.replacing("422114", with: "422115")
        let table =
            "KeyID,RecoveryKey\n\(firstID),\(bad)\n\(secondID),\(second)\n\(firstID),2.84868E+47\nx,\(first)\n\(firstID),\n"
        let reading = read(table)
        #expect(reading.entries.count == 2)
        #expect(
            reading.problems.map(\.description) == [
                "keys.txt: row 2: group 4 of the key does not divide by 11: a digit is wrong; compare it with the source of "
                    + "the export [key-invalid]",
                "keys.txt: row 4: a spreadsheet took the key for a number and rounded it; export again with the column as "
                    + "text [key-invalid]",
                "keys.txt: row 5: invalid key ID (32 hexadecimal digits); key used without it [key-id-unreadable]",
                "keys.txt: row 6: has no key; it was not stored, or the row lacks cells: look it up at the source "
                    + "[key-missing]",
            ])
        #expect(reading.problems.first?.group == 4)
    }

    @Test("Quotes that do not match cost one row at most")
    func quotes() {
        let table = "Name,Key\n\"PC01,\(first)\n\"PC02\",\"\(second)\"\nPC03,\"\(first)\n"
        let reading = read(table)
        #expect(SampleKeys.lines(reading).map { $0.split(separator: "|").last } == ["PC01", "PC02", "PC03"])
        #expect(reading.problems.map(\.code) == [.malformedRow, .malformedRow])
    }

    /// Each row begins inside the quotes of the one before: read anew from every row, this would take a day.
    @Test("Many rows of quotes that do not match are read once", .timeLimit(.minutes(20)))
    func manyQuotes() {
        let table = "Id,Key\n" + String(repeating: "\"\nx\",", count: 300_000) + "\"y\"z\n\(firstID),\(first)\n"
        #expect(SampleKeys.lines(read(table)) == ["\(firstID)|\(first)|-"])
    }

    @Test("A row of nothing but separators is read as far as a row goes")
    func manyCells() {
        var rows = TableRows(Array(repeating: UInt8(ascii: ","), count: 100_000)[...], delimiter: UInt8(ascii: ","))
        #expect(rows.next()?.cells.count == 4096)
        #expect(rows.next() == nil)
    }

    @Test("Row ends of every kind, and blank rows")
    func rowEnds() {
        for end in ["\n", "\r\n", "\r"] {
            let table = ["Id,Key", "\(firstID),\(first)", "", ",", "\(secondID),\(second)"].joined(separator: end)
            #expect(read(table).entries.map(\.origin.place) == [.row(2), .row(5)])
        }
    }

    @Test("A passphrase that reads like a header is a passphrase; a header that is repeated is a header")
    func passphraseLikeHeader() {
        let header = "computer,key,passphrase\n"
        for text in ["Recovery Key", "RecoveryKeyp,\"q", "Passphrases", "key"] {
            let cell = text.replacing("\"", with: "\"\"")
            let reading = read(header + "PC01,\(SampleKeys.first),\nPC02,,\"\(cell)\"\n" + header + "PC03,,other\n")
            let passphrases = reading.entries.compactMap { entry -> String? in
                guard case .passphrase(let bytes) = entry.secret else { return nil }
                return bytes.withBytes { String(decoding: $0, as: UTF8.self) }
            }
            #expect(passphrases == [text, "other"])
            #expect(reading.entries.map(\.facts.computerName) == ["PC01", "PC02", "PC03"])
        }
    }

    @Test("A cell with a key in it is nobody's name")
    func keyInName() {
        let reading = read("cn,id,key\n2023\t\(SampleKeys.first)\nPC02,,\(SampleKeys.second)\n")
        #expect(reading.entries.map(\.facts.computerName) == [nil, "PC02"])
    }
}
