internal import RecoveryKeys
internal import Testing

@Suite("Keys in text")
struct TextKeysTests {
    private let first = SampleKeys.first
    private let second = SampleKeys.second
    private let firstID = SampleKeys.firstID
    private let secondID = SampleKeys.secondID

    /// As `manage-bde -protectors -get C:` prints it in German; the TPM has an identifier and no key.
    private var manageBDE: String {
        """
        BitLocker-Laufwerkverschlüsselung: Konfigurationstool, Version 10.0.19041
        Copyright (C) 2013 Microsoft Corporation. Alle Rechte vorbehalten.

        Volume "C:" [Windows]
        Alle Schlüsselschutzvorrichtungen

            TPM:
              ID: {EBAFC4D6-D044-4AFB-84E3-26E435067AA5}
              PCR-Validierungsprofil:
                7, 11

            Numerisches Kennwort:
              ID: {\(firstID.uppercased())}
              Kennwort:
                \(first)

            Numerisches Kennwort:
              ID: {\(secondID.uppercased())}
              Kennwort:
                \(second)
        """
    }

    /// As Windows writes "BitLocker Recovery Key ….TXT": the identifier has no braces.
    private var backupFile: String {
        [
            "BitLocker Drive Encryption recovery key ", "",
            "To verify that this is the correct recovery key, compare the start of the following identifier.", "",
            "Identifier:", "", "\t\(firstID.uppercased())", "", "Recovery Key:", "", "\t\(first)", "",
        ].joined(separator: "\r\n")
    }

    private func utf16(_ text: String, isLittleEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit in
            let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
            return isLittleEndian ? bytes : bytes.reversed()
        }
    }

    @Test("manage-bde in another language")
    func manage() {
        let reading = read(manageBDE)
        #expect(reading.form == .text)
        #expect(SampleKeys.lines(reading) == ["\(firstID)|\(first)|-", "\(secondID)|\(second)|-"])
        #expect(reading.entries.map(\.origin.place) == [.line(15), .line(20)])
        #expect(reading.problems.isEmpty)
    }

    @Test("UTF-16 of either order, with a mark and without; UTF-8 with a mark; a code page")
    func encodings() {
        let expected = ["\(firstID)|\(first)|-"]
        let little = utf16(backupFile, isLittleEndian: true)
        let big = utf16(backupFile, isLittleEndian: false)
        let utf8 = Array(backupFile.utf8)
        // Windows-1252: an umlaut, a no-break blank, an en dash.
        let codePage = utf8 + [0xFC, 0xA0] + Array(second.utf8).flatMap { $0 == UInt8(ascii: "-") ? [0x96] : [$0] }
        let files = [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big, [0xEF, 0xBB, 0xBF] + utf8, utf8]
        for file in files {
            let reading = KeyFile.read(file, file: "keys.txt")
            #expect(SampleKeys.lines(reading) == expected)
            #expect(reading.problems.isEmpty)
        }
        #expect(SampleKeys.lines(KeyFile.read(codePage, file: "keys.txt")) == expected + ["-|\(second)|-"])
    }

    @Test("A table in UTF-16 with a mark, as Excel's Unicode text")
    func unicodeTable() {
        let table = [0xFF, 0xFE] + utf16("KeyID\tRecoveryKey\r\n\(firstID)\t\(first)\r\n", isLittleEndian: true)
        #expect(SampleKeys.lines(KeyFile.read(table, file: "keys.txt")) == ["\(firstID)|\(first)|-"])
    }

    @Test("Keys with blanks or without separators, and numbers beside them")
    func separators() {
        let blanks = first.replacing("-", with: " ")
        let text = "2024-07-19 10:00 \(first)\nPC 7: \(second.replacing("-", with: ""))\nkey:\n \(blanks)\n"
        #expect(SampleKeys.lines(read(text)) == ["-|\(first)|-", "-|\(second)|-", "-|\(first)|-"])
    }

    @Test("What looks like a key is told when it is none")
    func badKeys() {
        let text = "{\(firstID)}\n\(first.replacing("596541", with: "59654l"))\n\(first.prefix(34))\n1234567890\n"
        let reading = read(text)
        #expect(reading.entries.isEmpty)
        #expect(reading.problems.map(\.group) == [2, nil])
        #expect(reading.problems.last?.message.contains("has 30 digits, not 48") == true)
        #expect(reading.problems.map(\.origin?.place) == [.line(2), .line(3)])
    }

    @Test("HTML with angle brackets that begin no tag is read once, whatever quotes stand in it")
    func angleBrackets() {
        let brackets = String(repeating: "<", count: 300_000)
        for noise in [brackets, "<\"" + brackets, String(repeating: "<'<\"", count: 100_000), "a < b \" c <"] {
            let rows = "<tr><td>\(firstID)</td><td>\(first)</td></tr>"
            let reading = read("<html><table>\(rows)</table><p>\(noise)</p></html>")
            #expect(SampleKeys.lines(reading) == ["\(firstID)|\(first)|-"])
        }
    }

    @Test("A file without keys, an archive, and nothing at all say so")
    func nothing() {
        #expect(read("").problems.map(\.code) == [.missingKey])
        #expect(read("Dear all, the keys follow tomorrow.").problems.map(\.code) == [.missingKey])
        #expect(KeyFile.read([0x50, 0x4B, 3, 4, 0, 0], file: "keys.xlsx").form == .zip)
        #expect(read("age-encryption.org/v1\n").form == .sealed)
    }
}
