internal import RecoveryKeys
internal import Testing

@Suite("Recovery passwords")
struct RecoveryPasswordTests {
    private func problem(_ text: String) -> RecoveryPassword.Problem? {
        do throws(RecoveryPassword.Problem) {
            _ = try RecoveryPassword(text)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "Separators of every kind, and none",
        arguments: [
            "-", "", " ", " - ", "\u{2011}", "\u{2010}", "\u{2013}", "\u{2014}", "\u{2212}", "\u{FF0D}", "\u{AD}",
            "\u{A0}",
            "\u{202F}", "\u{3000}", "\t", "\r\n", "\u{200B}-", "-\u{FEFF}",
        ])
    func separators(separator: String) throws {
        let text = SampleKeys.first.split(separator: "-").joined(separator: separator)
        #expect(try RecoveryPassword(text) == RecoveryPassword(SampleKeys.first))
    }

    @Test(
        "What spreadsheets and people put around a key", arguments: ["\"K\"", "'K", "=\"K\"", " \u{A0}K\u{FEFF}\r\n"])
    func wrapping(frame: String) throws {
        let key = try RecoveryPassword(frame.replacing("K", with: SampleKeys.first))
        #expect(key.withText { String(decoding: $0, as: UTF8.self) } == SampleKeys.first)
    }

    @Test("Groups of two sixes are told apart; zeros in front stay")
    func twelves() throws {
        let digits = Array(SampleKeys.second.filter(\.isNumber))
        let text = stride(from: 0, to: 48, by: 12).map { String(digits[$0..<($0 + 12)]) }.joined(separator: "-")
        #expect(try RecoveryPassword(text).withText { String(decoding: $0, as: UTF8.self) } == SampleKeys.second)
    }

    @Test("The group that is wrong, and why")
    func groups() {
        #expect(problem("284867-596541-514998-422115-660297-261613-215424-199408") == .group(4, .notDivisible))
        #expect(problem("284867-596541-514998-422114-660297-720896-215424-199408") == .group(6, .tooLarge))
        #expect(problem("284867-596541-514998-422114-660297-720885-215424-199408") == nil)
        #expect(problem("28486-596541-514998-422114-660297-261613-215424-199408") == .group(1, .notSixDigits(5)))
        #expect(problem("284867-596541-514998-422114-660297-261613-215424-1994080") == .group(8, .notSixDigits(7)))
        #expect(problem("284867-596541-51499-8422114-660297-261613-215424-199408") == .group(3, .notSixDigits(5)))
        #expect(problem("284867-596541-514998-422114-660297-261613-215424") == .digitCount(42))
        #expect(problem("28486759654151499842211466029726161321542419940") == .digitCount(47))
        #expect(problem("284867-59654I-514998-422114-660297-261613-215424-199408") == .foreignCharacter(2))
        #expect(problem("2.84868E+47") == .spreadsheetNumber)
        #expect(problem("2,84868E+47") == .spreadsheetNumber)
        #expect(problem("") == .digitCount(0))
        #expect(problem(String(repeating: "1", count: 100)) == .digitCount(100))
    }

    @Test("One group at a time, as at the prompt")
    func oneGroup() throws {
        typealias Group = RecoveryPassword.Group
        let groups = try SampleKeys.first.split(separator: "-").map { try Group($0.utf8) }
        #expect(try RecoveryPassword(groups: groups) == RecoveryPassword(SampleKeys.first))
        #expect(RecoveryPassword(groups: Array(groups.dropLast())) == nil)
        #expect(throws: Group.Problem.notDivisible) { try Group("284868".utf8) }
        #expect(throws: Group.Problem.tooLarge) { try Group("999999".utf8) }
        #expect(throws: Group.Problem.notSixDigits(5)) { try Group("28486".utf8) }
        #expect(throws: Group.Problem.self) { try Group("28486x".utf8) }
    }

    @Test("No description, dump or message has a digit of the key")
    func redaction() throws {
        let key = try RecoveryPassword(SampleKeys.first)
        let group = try RecoveryPassword.Group("284867".utf8)
        var text = ""
        dump(key, to: &text)
        dump(KeySecret.recoveryPassword(key), to: &text)
        text +=
            "\(key) \(KeySecret.recoveryPassword(key)) \(group) \(String(reflecting: key)) \(String(reflecting: group))"
        for digits in SampleKeys.first.split(separator: "-") { #expect(!text.contains(digits)) }
        for sample in ["284867-596541-514998-422115-660297-261613-215424-199408", "28486759654151499"] {
            #expect(try !#require(problem(sample)).description.contains(/[0-9]{3}/))
        }
    }
}
