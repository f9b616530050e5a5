import RecoveryKeys
import Secrets
import Testing

@testable import AgentScreen

@Suite struct KeyFieldTests {
    private let key = "111111-222222-333333-444444-555555-666666-000011-720885"

    private func type(_ text: String, into field: inout some PromptField) -> Bool {
        var decoder = KeyDecoder()
        return decoder.keys(of: Array(text.utf8)).contains { field.take($0) }
    }

    @Test func aKeyIsTakenWithAndWithoutHyphensAtOnce() {
        for text in [key, key.replacing("-", with: ""), key.replacing("-", with: " ")] {
            var field = RecoveryPasswordField(hasOtherField: false)
            #expect(type(text + "\r", into: &field))
            guard case .typed = field.ending else {
                Issue.record("\(text) is not taken")
                continue
            }
        }
    }

    /// A scanner set to a French keyboard presses Shift for digits.
    @Test func shiftedDigitsAreDigits() throws {
        var field = RecoveryPasswordField(hasOtherField: false)
        let shifted = Dictionary(uniqueKeysWithValues: zip("1234567890", "!@#$%^&*()"))
        #expect(type(String(key.map { shifted[$0] ?? $0 }) + "\r", into: &field))
        guard case .typed(let password) = field.ending else {
            Issue.record("it is not taken")
            return
        }
        #expect(password == (try RecoveryPassword(key)))
    }

    @Test func eachGroupIsCheckedWhenItIsComplete() {
        var field = RecoveryPasswordField(hasOtherField: false)
        #expect(!type("111111222222333334", into: &field))
        #expect(field.message == "Group 3 does not divide by 11: a digit is wrong.")
        #expect(!type("\u{7F}3", into: &field))
        #expect(field.message.isEmpty)
        #expect(!type("\r", into: &field))
        #expect(field.message == "The key has 18 digits, not 48.")
    }

    @Test func arrowsLeadBackToAWrongDigit() {
        var field = RecoveryPasswordField(hasOtherField: false)
        #expect(!type("111112\u{1B}[D\u{1B}[3~1", into: &field))
        #expect(field.message.isEmpty)
        #expect(field.line(masked: true).hasPrefix("******-______"))
    }

    @Test func aSerialLineShowsNoDigit() {
        var field = RecoveryPasswordField(hasOtherField: false)
        _ = type(key, into: &field)
        #expect(!field.line(masked: true).contains { $0.isNumber })
        var password = PassphraseField(hasOtherField: false)
        _ = type("pässwörd-Ж", into: &password)
        #expect(password.line(masked: true) == "**********")
    }

    @Test func skippingAndTheOtherField() {
        var field = RecoveryPasswordField(hasOtherField: true)
        #expect(type("s", into: &field))
        guard case .skip = field.ending else {
            Issue.record("s does not skip")
            return
        }
        field.wipe()
        #expect(type("\t", into: &field))
        var password = PassphraseField(hasOtherField: false)
        #expect(!type("\t", into: &password))
        #expect(type("\r", into: &password))
        guard case .skip = password.ending else {
            Issue.record("Enter alone does not skip")
            return
        }
    }

    @Test func aPasswordKeepsEveryCharacter() {
        var field = PassphraseField(hasOtherField: true)
        #expect(type("pässwörd-Ж s!\r", into: &field))
        guard case .typed(let bytes) = field.ending else {
            Issue.record("it is not taken")
            return
        }
        #expect(bytes == SecretBytes(Array("pässwörd-Ж s!".utf8)))
    }

    @Test func nothingIsLeftAfterWiping() {
        var field = RecoveryPasswordField(hasOtherField: false)
        _ = type("111111", into: &field)
        field.wipe()
        #expect(field.line(masked: true).allSatisfy { $0 == "_" || $0 == "-" })
    }
}
