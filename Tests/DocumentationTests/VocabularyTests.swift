internal import RunSettings
internal import Testing
internal import Vocabulary

/// The words that the guides list are those of the vocabulary. Where a table is not, the failure has the text that should
/// stand there.
@Suite("The words in the guides")
struct VocabularyTests {
    private static let catalog = "Documentation/Unloop.docc"

    @Test("Outcomes", arguments: ["README.md", "\(catalog)/AtTheMachine.md"])
    func outcomes(path: String) throws {
        let rows = Outcome.allCases.map { outcome in
            ["`\(outcome.rawValue)`", outcome.isDone ? "yes" : "no", outcome.meaning]
        }
        try TableTests.expect(["outcome", "machine is done", "means"], rows, below: "Outcomes", in: path)
    }

    @Test("Codes of reasons")
    func reasons() throws {
        let rows = ReasonCode.allCases.map { ["`\($0.rawValue)`", $0.meaning, $0.advice] }
        try TableTests.expect(
            ["code", "means", "what to do"], rows, below: "Reasons", in: "\(Self.catalog)/ReasonsAndNotes.md")
    }

    @Test("Codes of notes")
    func notes() throws {
        let rows = NoteCode.allCases.map { ["`\($0.rawValue)`", $0.meaning] }
        try TableTests.expect(["code", "means"], rows, below: "Notes", in: "\(Self.catalog)/ReasonsAndNotes.md")
    }

    @Test("Words of the kernel command line, with every value that they can have")
    func kernelWords() throws {
        let rows = TableTests.cells(of: try Document("\(Self.catalog)/Settings.md").table(below: "Kernel command line"))
        let values: [String] = KernelWord.allCases.map { word in
            switch word {
            case .mode: RunMode.allCases.map { word($0.rawValue) }[...].joined(separator: " ")
            case .from: BootMedium.allCases.map { word($0.rawValue) }[...].joined(separator: " ")
            case .drill: word("EVENT")
            case .log: word("GUID")
            case .disks: word("NUMBER")
            }
        }
        let described = rows.map { $0[0].filter { $0 != "`" && $0 != "," } }
        let wanted = values.map { line in
            // The word stands once, before the first of its values.
            let parts = line.split(separator: " ").map(String.init)
            return ([parts[0]] + parts.dropFirst().map { String($0.split(separator: "=")[1]) }).joined(separator: " ")
        }
        #expect(described == wanted)
    }

    @Test("Values of settings that are a choice")
    func choices() throws {
        let rows = TableTests.cells(of: try Document("\(Self.catalog)/Settings.md").table(below: "unloop.yaml"))
        for key in SettingKey.allCases {
            let words: [String] =
                switch key {
                case .then: RunEnding.Action.allCases.map(\.rawValue)
                case .ask: RunSettings.Ask.allCases.map(\.rawValue)
                case .hibernated: HibernationPolicy.allCases.map(\.rawValue)
                case .dirty: DirtyPolicy.allCases.map(\.rawValue)
                case .removable: RemovablePolicy.allCases.map(\.rawValue)
                case .textSize: RunSettings.TextSize.allCases.map(\.rawValue)
                case .lookOnly, .keepCopies: ["true", "false"]
                case .beep: ["on", "off"]
                case .keyboard: KeyboardLayout.allCases.map(\.rawValue)
                case .remedies, .label, .keyTries: []
                }
            let row = try #require(rows.first { $0[0] == "`\(key.rawValue)`" })
            for word in words { #expect(row[1].contains("`\(word)`"), "\(key.rawValue) can be \(word)") }
        }
    }

    @Test("Folders of the stick")
    func stick() throws {
        let document = try Document("\(Self.catalog)/WriteSticks.md")
        let rows = TableTests.cells(of: document.table(below: "What is on a stick"))
        #expect(rows.map { $0[0] } == ["`\(StickName.bootPartition)`", "`\(StickName.logPartition)`"])
        for name in [StickName.settings] + StickName.Folder.allCases.map({ "\($0.rawValue)/" }) {
            #expect(rows.last?[1].contains("`\(name)`") == true, "\(name) is missing")
        }
    }
}
