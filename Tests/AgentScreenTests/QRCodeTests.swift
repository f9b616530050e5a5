import Foundation
import RecoveryLog
import TestSupport
import Testing
import Timestamps
import Vocabulary

@testable import AgentScreen

@Suite struct QRCodeTests {
    /// The picture of a code as a console draws it: each half of a character is a square of 8 by 8 dots.
    private func picture(_ code: QRCode) -> [UInt8] {
        let rows = code.lines.map { line in
            line.unicodeScalars.filter { $0 == " " || ("\u{2580}"..."\u{2588}").contains($0) }
        }
        let dark: [(UnicodeScalar) -> Bool] = [
            { $0 == "\u{2580}" || $0 == "\u{2588}" }, { $0 == "\u{2584}" || $0 == "\u{2588}" },
        ]
        var dots: [UInt8] = []
        for row in rows {
            for half in dark {
                let line = row.flatMap { [UInt8](repeating: half($0) ? 0 : 170, count: 8) }
                for _ in 0..<8 { dots += line }
            }
        }
        let size = "\(code.columns * 8) \(rows.count * 16)"
        return Array("P5 \(size) 255\n".utf8) + dots
    }

    @Test(
        .enabled(if: Shell.has("zbarimg"), "needs zbarimg (zbar-tools)"),
        arguments: ["UNLOOP1", SampleCode.full.text, String(repeating: "ab:Z %41 ", count: 30)])
    func anotherProgramReadsIt(text: String) throws {
        let code = try #require(QRCode(text, limit: 177))
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("code.pgm").path
            try Data(picture(code)).write(to: URL(filePath: path))
            let read = try Shell.run("zbarimg", "--nodbus", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path)
            #expect(read == text + "\n")
        }
    }

    @Test func linesAreAsWideAsTold() throws {
        let code = try #require(QRCode(SampleCode.full.text, limit: 177))
        #expect(code.lines.count == (code.columns + 1) / 2)
        for line in code.lines {
            #expect(line.hasPrefix("\u{1B}[0;30;47m") && line.hasSuffix("\u{1B}[0m"))
            #expect(line.unicodeScalars.count == code.columns + "\u{1B}[0;30;47m\u{1B}[0m".unicodeScalars.count)
        }
    }

    @Test func whatHasNoRoomIsNone() {
        #expect(QRCode("UNLOOP1", limit: 21)?.size == 21)
        #expect(QRCode("UNLOOP1", limit: 20) == nil)
        #expect(QRCode(String(repeating: "x", count: 3000), limit: 1000) == nil)
        #expect(QRCode.limit(columns: 80, rows: 25) == 42)
    }
}

enum SampleCode {
    static let full = RecordCode(
        EndEvent(outcome: .repaired, code: .removedAndVerified, reason: "r", next: "n", seconds: 14),
        run: "00c0ffee",
        machine: MachineIdentity(
            serial: "5CG1234XYZ", uuid: "11223344-5566-7788-99aa-bbccddeeff00", macs: [], firmware: .uefi,
            secureBoot: .on),
        volumes: 2, removed: 1, hash: String(repeating: "ab", count: 32),
        at: UTCTime(seconds: 1_721_367_000))
}

@Suite struct RecordCodeTests {
    @Test func saysWhatTheRecordSays() {
        #expect(
            SampleCode.full.text
                == "UNLOOP1 OUTCOME:REPAIRED RUN:00C0FFEE TIME:20240719T053000Z SERIAL:5CG1234XYZ "
                + "UUID:11223344-5566-7788-99AA-BBCCDDEEFF00 VOLUMES:2 REMOVED:1 CODE:REMOVED-AND-VERIFIED SECONDS:14 "
                + "HASH:" + String(repeating: "AB", count: 32))
    }

    @Test func hasTheKeyThatIsWanted() {
        let code = RecordCode(
            EndEvent(outcome: .locked, code: .noMatchingKey, reason: "r", next: "n", seconds: 0), run: "00c0ffee",
            machine: MachineIdentity(macs: [], firmware: .bios, secureBoot: .unknown), volumes: 1, removed: 0,
            keyID: "11223344-5566-7788-99aa-bbccddeeff00", hash: nil, at: UTCTime(seconds: 0))
        #expect(code.text.hasPrefix("UNLOOP1 OUTCOME:LOCKED RUN:00C0FFEE KEYID:11223344-5566-7788-99AA-BBCCDDEEFF00 "))
        #expect(code.texts.dropLast().allSatisfy { $0.contains("KEYID") })
    }

    @Test func losesTheLeastImportantFirst() {
        #expect(SampleCode.full.texts.first == SampleCode.full.text)
        #expect(SampleCode.full.texts.dropFirst().first?.hasSuffix("SECONDS:14") == true)
        #expect(SampleCode.full.texts.last == "UNLOOP1 OUTCOME:REPAIRED RUN:00C0FFEE SERIAL:5CG1234XYZ REMOVED:1")
        let lengths = SampleCode.full.texts.map(\.count)
        #expect(lengths == lengths.sorted(by: >))
    }

    /// A serial number is the machine's word, and may be anything.
    @Test func aSerialNumberIsOneWordOfASCII() {
        let machine = MachineIdentity(
            serial: "a B%\u{1B}ö" + String(repeating: "x", count: 99), macs: [], firmware: .bios, secureBoot: .unknown)
        let code = RecordCode(
            EndEvent(outcome: .failed, code: .unexpectedError, reason: "r", next: "n", seconds: 0), run: "r",
            machine: machine,
            volumes: 0, removed: 0, hash: nil, at: UTCTime(seconds: 0))
        #expect(code.text.contains(" SERIAL:a%20B%25%1B%C3%B6xxx") && !code.text.contains("UUID"))
        #expect(code.text.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
        #expect(code.text.utf8.count < 250)
    }
}
