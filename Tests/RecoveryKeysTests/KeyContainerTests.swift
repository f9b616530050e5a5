import Diagnostics
import Foundation
import RecoveryKeys
import TestSupport
import Testing

/// Archives and spreadsheets made by foreign tools.
@Suite("Containers of keys")
struct KeyContainerTests {
    private func packed(_ files: [String], as name: String = "a.zip") throws -> [UInt8] {
        let folder = try ScratchFolder()
        try Shell.run(["python3", "-c", SampleSpreadsheet.packer, name] + files, directory: folder.url)
        return try [UInt8](Data(contentsOf: URL(filePath: folder(name))))
    }

    /// Everything in a container as text, and what is wrong.
    private func contents(_ bytes: [UInt8], limit: Int = 1 << 20) -> [(path: String, text: String)] {
        var found: [(String, String)] = []
        KeyContainer.forEachFile(in: bytes, named: "c", limit: limit) { path, content in
            switch content {
            case .success(let bytes): found.append((path, String(decoding: bytes, as: UTF8.self)))
            case .failure(let error): found.append((path, "\(error.code.rawValue): \(error.message)"))
            }
        }
        return found
    }

    @Test("A zip archive: its files in folders, without what is hidden; archives in it are opened too")
    func zip() throws {
        let inner = try packed(["k.txt", "inner"])
        let files = ["a/b/keys.csv", "one", "a/", "", "._keys.csv", "x", "__MACOSX/a", "x", ".DS_Store", "x"]
        let folder = try ScratchFolder()
        try Data(inner).write(to: URL(filePath: folder("inner.zip")))
        try Shell.run(["python3", "-c", SampleSpreadsheet.packer, "a.zip"] + files, directory: folder.url)
        try Shell.run(
            "python3", "-c", "import zipfile; zipfile.ZipFile('a.zip', 'a').write('inner.zip')", directory: folder.url)
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: folder("a.zip"))))
        let found = contents(bytes)
        #expect(found.map(\.path) == ["c/a/b/keys.csv", "c/inner.zip/k.txt"])
        #expect(found.map(\.text) == ["one", "inner"])
    }

    @Test("A spreadsheet: each sheet as CSV, rows in lines of their numbers")
    func spreadsheet() throws {
        let rows = [
            ["Name", "", "A \"b\", c"], [], ["x & y", "2<3", "z"], [String](repeating: "", count: 27) + ["last"],
        ]
        let found = contents(try packed(SampleSpreadsheet.files(rows)))
        let commas = String(repeating: ",", count: 27)
        #expect(found.map(\.path) == ["c/sheet 1"])
        #expect(
            found.map(\.text) == ["\"Name\",,\"A \"\"b\"\", c\"\n\n\"x & y\",\"2<3\",\"z\"\n\(commas)\"last\"\n"])
    }

    @Test("The keys of a spreadsheet have their identifiers and rows")
    func keysOfSpreadsheet() throws {
        let rows = [
            ["Export of 19 July"], [], ["Computer", "Key ID", "Recovery key"],
            ["PC01", SampleKeys.firstID, SampleKeys.first], ["PC02", SampleKeys.secondID, SampleKeys.second],
        ]
        let found = contents(try packed(SampleSpreadsheet.files(rows)))
        try #require(found.count == 1)
        let reading = KeyFile.read(Array(found[0].text.utf8), file: found[0].path)
        #expect(reading.entries.map(\.facts.computerName) == ["PC01", "PC02"])
        #expect(reading.entries.map { $0.facts.protectorID?.description } == [SampleKeys.firstID, SampleKeys.secondID])
        #expect(reading.entries.map(\.origin.place) == [.row(4), .row(5)])
    }

    @Test("A bad file in an archive costs itself alone")
    func badFile() throws {
        // Python can write an archive whose second file has no matching checksum.
        let program = """
            import zipfile
            with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_STORED) as archive:
                archive.writestr("1.txt", "first"); archive.writestr("2.txt", "second"); archive.writestr("3.txt", "third")
            data = open("a.zip", "rb").read().replace(b"second", b"sECOND")
            open("a.zip", "wb").write(data)
            """
        let folder = try ScratchFolder()
        try Shell.run("python3", "-c", program, directory: folder.url)
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: folder("a.zip"))))
        let found = contents(bytes)
        #expect(found.map(\.path) == ["c/1.txt", "c/2.txt", "c/3.txt"])
        #expect(found.map { $0.text.prefix(21) } == ["first", "key-container-damaged", "third"])
    }

    @Test("An archive that unpacks to more than allowed, one that is cut off, and one with a password say so")
    func refused() throws {
        let bytes = try packed(["a.txt", String(repeating: "0", count: 100_000), "b.txt", "small"])
        #expect(bytes.count < 1000)
        #expect(contents(bytes, limit: 50_000).map { $0.text.prefix(18) } == ["key-file-too-large", "small"])
        for count in 4..<bytes.count {
            let found = contents(Array(bytes.prefix(count)))
            #expect(found.count == 1 && found[0].text.hasPrefix("key-container-damaged"))
        }
        var locked = bytes
        // Bit 0 of the flags in the directory's first entry (APPNOTE.TXT, section 4.3.12).
        let entry = try #require(bytes.firstRange(of: [0x50, 0x4B, 1, 2])).lowerBound
        locked[entry + 8] |= 1
        #expect(contents(locked).first?.text.contains("has a password; unpack it first") == true)
    }

    @Test("Whatever byte of an archive is wrong, nothing is read beyond the limit, and nothing crashes")
    func everyByte() throws {
        let rows = [["Computer", "Key ID", "Key"], ["PC01", SampleKeys.firstID, SampleKeys.first]]
        let bytes = try packed(SampleSpreadsheet.files(rows))
        // Each byte once; fuzzing tries the values.
        for index in bytes.indices {
            var changed = bytes
            changed[index] = [0, 0x7F, 0xFF, bytes[index] ^ 1][index % 4]
            let found = contents(changed, limit: 4096)
            #expect(found.allSatisfy { $0.text.utf8.count <= 8192 })
        }
    }
}
