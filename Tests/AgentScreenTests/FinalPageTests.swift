import RecoveryLog
import Testing
import Vocabulary

@testable import AgentScreen

@Suite struct FinalPageTests {
    private func page(_ outcome: Outcome = .failed, volumes: Int = 2, text: String = "no file is on this Windows")
        -> FinalPage
    {
        FinalPage(
            outcome: outcome, reason: text,
            lines: (0..<volumes).map {
                FinalPage.Line(
                    windows: ["WARD-7 Windows 11 Pro"], device: "/dev/nvme0n1p\($0)", outcome: outcome, reason: text)
            },
            next: "Take the stick out and start Windows. If it still fails, the cause is another one.",
            log: "logs/20240719T052700Z-5CG1234XYZ-00c0ffee.jsonl", now: "Press any key to restart, s for a shell.")
    }

    /// The text of each line as a screen shows it, without colours and other control sequences (ECMA-48).
    private func lines(_ text: String) -> [String] {
        var plain = ""
        var isControl = false
        for scalar in text.unicodeScalars {
            if scalar == "\u{1B}" {
                isControl = true
            } else if isControl {
                isControl = scalar == "[" || !scalar.properties.isAlphabetic
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
        return plain.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test(arguments: Outcome.allCases) func noSizeOfScreenEndsTheProgram(outcome: Outcome) {
        for (columns, rows) in [
            (1, 1), (2, 1), (4, 3), (5, 40), (20, 10), (39, 25), (40, 24), (79, 13), (80, 24), (80, 25), (1000, 1),
            (600, 400),
        ] {
            #expect(!page(outcome).screen(columns: columns, rows: rows).isEmpty)
        }
    }

    /// It is what a person reads to whoever has the keys.
    @Test(arguments: [(48, 24), (80, 25), (80, 30), (100, 37), (128, 48), (160, 50), (240, 67), (480, 135)])
    func theKeyIDIsWholeAndInOneLine(columns: Int, rows: Int) {
        let ids = ["11223344-5566-7788-99aa-bbccddeeff00", "AABBCCDD-5566-7788-99AA-BBCCDDEEFF00"]
        for volumes in [1, 40] {
            for hasCode in [false, true] {
                var page = page(.locked, volumes: volumes, text: String(repeating: "word ", count: 200))
                page.keyIDs = ids
                if hasCode { page.code = SampleCode.full }
                let text = page.screen(columns: columns, rows: rows)
                for id in ids { #expect(text.contains(id.uppercased()), "\(columns) columns, code: \(hasCode)") }
                #expect(page.plain.contains("Key ID: 11223344-5566-7788-99AA-BBCCDDEEFF00\n"))
            }
        }
    }

    @Test(arguments: [(80, 25), (80, 30), (100, 37), (128, 48), (160, 50), (240, 67), (480, 135)])
    func nothingIsPushedOffTheScreen(columns: Int, rows: Int) {
        let path = "Windows/" + String(repeating: "x", count: 300) + "/C-00000291-1.sys"
        for outcome in Outcome.allCases {
            for text in ["short", String(repeating: "word ", count: 200), path] {
                for (volumes, ids) in [(0, 0), (1, 1), (40, 0), (40, 2), (40, 9)] {
                    var page = page(outcome, volumes: volumes, text: text)
                    page.keyIDs = Array(repeating: "11223344-5566-7788-99aa-bbccddeeff00", count: ids)
                    let lines = lines(page.screen(columns: columns, rows: rows))
                    #expect(lines.count <= rows)
                    #expect(lines.allSatisfy { $0.count <= columns })
                    #expect(lines.last?.contains("Press any key") == true)
                }
            }
        }
    }

    /// On the smallest screen of all and on larger ones: the code beside the text, which stays whole.
    @Test(arguments: [(80, 25), (80, 24), (100, 37), (160, 50), (240, 67)])
    func aCodePushesNothingOffTheScreen(columns: Int, rows: Int) throws {
        for (outcome, ids) in Outcome.allCases.flatMap({ outcome in [0, 1, 2].map { (outcome, $0) } }) {
            var page = page(outcome, volumes: 40)
            page.code = SampleCode.full
            page.keyIDs = Array(repeating: "11223344-5566-7788-99aa-bbccddeeff00", count: ids)
            let cells = Cells(page.screen(columns: columns, rows: rows), columns: columns, rows: rows)
            #expect(!cells.hasOverflown)
            let text = cells.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
            #expect(text.contains("Next:") && text.contains("Log:"))
            #expect(cells.lines.filter { $0.contains("\u{2580}") }.count >= 14)
            // No text reaches into the code's margin.
            let code = try #require(page.codeFitting(columns, rows))
            for line in cells.lines {
                #expect(line.suffix(code.columns).prefix(QRCode.margin).allSatisfy { $0 == " " })
            }
            #expect(page.plain.contains("Code: \(SampleCode.full.text)\n"))
        }
    }

    /// A screen of the given size with what a page draws on it.
    private struct Cells {
        var lines: [String]
        var hasOverflown = false

        init(_ text: String, columns: Int, rows: Int) {
            var cells = [[Character]](repeating: [Character](repeating: " ", count: columns), count: rows)
            var (row, column) = (0, 0)
            var rest = text[...]
            while let character = rest.first {
                rest = rest.dropFirst()
                if character == "\u{1B}" {
                    let end = rest.firstIndex { $0.isLetter } ?? rest.endIndex
                    let parameters = rest[..<end].dropFirst().split(separator: ";").compactMap { Int($0) }
                    if rest[end...].first == "H" {
                        (row, column) = parameters.count == 2 ? (parameters[0] - 1, parameters[1] - 1) : (0, 0)
                    }
                    rest = rest[end...].dropFirst()
                } else if character == "\r\n" {
                    (row, column) = (row + 1, 0)
                } else if row < rows, column < columns {
                    cells[row][column] = character
                    column += 1
                } else {
                    hasOverflown = true
                }
            }
            lines = cells.map { String($0) }
        }
    }

    @Test func whatDoesNotFitIsTold() {
        let shown = lines(page(volumes: 40).screen(columns: 80, rows: 25)).joined(separator: "\n")
        #expect(shown.contains("more lines do not fit here"))
        #expect(!lines(page(volumes: 1).screen(columns: 80, rows: 25)).joined().contains("do not fit"))
    }

    @Test func whatADiskSaysCannotSteerTheScreen() {
        let hostile = page(text: "\u{1B}[2J\u{1B}[41mREPAIRED\u{7}\u{202E}")
        let shown = hostile.screen(columns: 80, rows: 25)
        #expect(!shown.contains("\u{1B}[2J\u{1B}[41m") && !shown.contains("\u{7}") && !shown.contains("\u{202E}"))
        #expect(!hostile.plain.contains("\u{1B}"))
    }

    @Test func theFirstPlainLineIsForPrograms() {
        #expect(page(.nothingToDo).plain.hasPrefix("Unloop outcome: nothing-to-do\n\nNOTHING TO DO\n"))
    }

    /// The Windows is what a person knows the machine by; a partition without one needs no reading.
    @Test func theWindowsComesFirstAndAPartitionWithoutIsOneQuietLine() {
        let lines = [
            FinalPage.Line(windows: [], device: "/dev/sda1", outcome: .noWindows, reason: "no Windows on this volume"),
            FinalPage.Line(windows: [], device: "/dev/sda4", outcome: .locked, reason: "BitLocker; needs a key"),
            FinalPage.Line(
                windows: ["WARD-7 Windows 11 Pro"], device: "/dev/sda3", outcome: .repaired, reason: "1 file"),
        ]
        let page = FinalPage(outcome: .repaired, reason: "", lines: lines, next: "n", log: "l", now: "k")
        #expect(
            page.plain.contains(
                """
                  WARD-7 Windows 11 Pro (/dev/sda3): REPAIRED - 1 file
                  /dev/sda4: LOCKED - BitLocker; needs a key
                  /dev/sda1: no Windows

                """))
        let screen = page.screen(columns: 100, rows: 37)
        #expect(screen.contains("\u{1B}[2m/dev/sda1: no Windows\u{1B}[0m"))
        #expect(!screen.contains("on this volume"))
    }

    /// The lines about them have scrolled away by then.
    @Test func mistakesInTheSettingsAreOnThePage() {
        let page = FinalPage(
            outcome: .refused, reason: "", lines: [], next: "n", log: "l", now: "k",
            remarks: ["unloop.yaml line 3, ask: \"\u{1B}[2J\" is not understood"])
        let told = "Settings: unloop.yaml line 3, ask: \"\u{FFFD}[2J\" is not understood"
        #expect(page.plain.contains("\n\(told)\n"))
        #expect(lines(page.screen(columns: 100, rows: 37)).contains(" \(told)"))
    }
}
