import Foundation
import Testing
import Vocabulary

@Suite struct CodesTests {
    private static let schemaFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/RecoveryLog/Schema")

    private func schema(_ definition: String) throws -> [String] {
        let file = Self.schemaFolder.appending(path: "unloop-log-1.schema.json")
        let schema = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        let definitions = schema?["$defs"] as? [String: Any]
        return try #require((definitions?[definition] as? [String: Any])?["enum"] as? [String])
    }

    @Test func theSchemaListsWhatCanBeWritten() throws {
        #expect(try schema("outcome") == Outcome.allCases.map(\.rawValue))
        #expect(try schema("reasonCode") == ReasonCode.allCases.map(\.rawValue))
        #expect(try schema("noteCode") == NoteCode.allCases.map(\.rawValue))
        #expect(try schema("protectorKind") == ProtectorKind.allCases.map(\.rawValue))
    }

    @Test func wordsAreInKebabCase() {
        let words =
            Outcome.allCases.map(\.rawValue) + ReasonCode.allCases.map(\.rawValue) + NoteCode.allCases.map(\.rawValue)
            + ProtectorKind.allCases.map(\.rawValue)
        for word in words { #expect(word.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(word)") }
    }

    @Test(arguments: ReasonCode.allCases) func everyReasonSaysWhatItMeansAndWhatToDo(code: ReasonCode) {
        #expect(
            code.meaning.first?.isLowercase == true || code.meaning.hasPrefix("BitLocker")
                || code.meaning.hasPrefix("the "))
        #expect(code.advice.first?.isUppercase == true && code.advice.hasSuffix("."))
        #expect(code.meaning.count < 100 && code.advice.count < 200)
    }

    @Test(arguments: NoteCode.allCases) func everyNoteSaysWhatItMeans(code: NoteCode) {
        #expect(!code.meaning.isEmpty && !code.meaning.hasSuffix("."))
    }

    @Test func theWorstVolumeDecides() {
        #expect(Outcome.ofMachine([]) == .noWindows)
        #expect(Outcome.ofMachine([.nothingToDo, .locked]) == .locked)
        #expect(Outcome.ofMachine([.locked, .repaired]) == .repaired)
        #expect(Outcome.ofMachine([.repaired, .refused]) == .refused)
        #expect(Outcome.ofMachine(Outcome.allCases) == .failed)
        #expect(Outcome.allCases.filter(\.isDone) == [.repaired, .nothingToDo])
    }

    @Test func namesAreComparedAsNTFSDoes() {
        #expect(NTFSName.areSame("Windows", "WINDOWS") && NTFSName.areSame("Ärger", "äRGER"))
        #expect(!NTFSName.areSame("ß", "SS") && !NTFSName.areSame("ı", "I") && !NTFSName.areSame("ſ", "S"))
        #expect(NTFSName.areSame("ᾀ", "ᾈ") && !NTFSName.areSame("e\u{301}", "é"))
    }

    @Test(arguments: [
        ("PC01", "pc01"), ("CORP\\PC01$", "pc01.corp.example"), (" PC01 ", "PC01"),
        ("PC01\0\u{7}\r\n", "pc01"), ("PC01\u{FFFD}\u{7}\r\n", "PC01"),
    ]) func namesOfOneComputerAreTheSame(left: String, right: String) {
        #expect(ComputerName.areSame(left, right))
        #expect(!ComputerName.areSame(left, "PC02") && !ComputerName.areSame("", ""))
    }

    @Test(arguments: [
        "MB-1234567890", "SystemSerialNumb", "OEM_Serial", "12345678", "EVAL", "IATPASS", "Unknow",
        "6AB5B300-538D-1014-9FB5-B0684D007B53", "01010101-0101-0101-0101-010101010101",
        "To Be Filled By O.E.M.", "Default string", "0", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "...", "",
    ])
    func placeholdersProveNothing(field: String) { #expect(PlaceholderIdentity.isPlaceholder(field)) }

    @Test(arguments: ["5CG1234XYZ", "4c4c4544-0042-3010-8052-b4c04f564433"])
    func realNumbersProveSomething(field: String) { #expect(!PlaceholderIdentity.isPlaceholder(field)) }
}
