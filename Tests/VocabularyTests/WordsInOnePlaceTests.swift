import Foundation
import TestSupport
import Testing
import Vocabulary

/// A word that two programs must agree on stands in the vocabulary alone: nowhere else in the product as a literal.
@Suite struct WordsInOnePlaceTests {
    private struct Literal: CustomStringConvertible {
        let file: String
        let line: Int
        let text: String
        var description: String { "\(file):\(line): \"\(text)\"" }
    }

    /// Modules that are not shipped write whole logs and foreign files by hand, to feed them to readers.
    private static let unshipped = ["Fuzzing", "VMLab", "FleetSimulation"]

    /// Words of other vocabularies that happen to be spelt like ours, each with its place.
    private static let namesakes: Set<String> = [
        // A setting, after which the reason is named.
        "SettingKey.swift look-only",
        // Kinds of secrets, files and columns, as `unloop keys` prints and takes them.
        "KeySecret.swift recovery-password", "KeySecret.swift startup-key", "KeyColumn.swift startup-key",
        "KeyFileForm.swift startup-key",
        // An option of QEMU's.
        "DiskAccess.swift read-only",
        // What an identifier is derived for.
        "ImageIdentity.swift boot-partition", "ImageIdentity.swift log-partition",
    ]

    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources")

    /// Every string literal of one word in the product, outside the vocabulary.
    private static func literals() throws -> [Literal] {
        let files =
            FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
        var found: [Literal] = []
        for file in files {
            let path = file.pathComponents.suffix(from: sources.pathComponents.count)
            guard let module = path.first, module != "Vocabulary", !unshipped.contains(module) else { continue }
            for (index, line) in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
                .enumerated()
            where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                for match in line.matches(of: /"([A-Za-z][A-Za-z.\/-]*)"/) {
                    found.append(Literal(file: path.joined(separator: "/"), line: index + 1, text: String(match.1)))
                }
            }
        }
        return found
    }

    private static func isNamesake(_ literal: Literal) -> Bool {
        let name = literal.file.split(separator: "/").last ?? ""
        return namesakes.contains("\(name) \(literal.text)")
    }

    /// Words with a hyphen are ours alone; a plain word such as `failed` may mean anything.
    private static let compoundWords: Set<String> = Set(
        (Outcome.allCases.map(\.rawValue) + ReasonCode.allCases.map(\.rawValue) + NoteCode.allCases.map(\.rawValue)
            + ProtectorKind.allCases.map(\.rawValue) + ImageKey.allCases.map(\.rawValue))
            .filter { $0.contains("-") })

    @Test func outcomesAndCodesStandInTheVocabularyAlone() throws {
        let all = try Self.literals()
        #expect(all.count > 500, "the search finds literals at all")
        let strays = all.filter { Self.compoundWords.contains($0.text) && !Self.isNamesake($0) }
        #expect(strays.isEmpty, "\(strays.map(\.description).joined(separator: "\n"))")
    }

    @Test func plainWordsOfOutcomesAndCodesAreNotComparedAsText() throws {
        let words = Set(
            (Outcome.allCases.map(\.rawValue) + ReasonCode.allCases.map(\.rawValue) + NoteCode.allCases.map(\.rawValue))
                .filter { !$0.contains("-") })
        let places = ["== \"", "!= \"", "case \"", "code: \"", "outcome: \""]
        var strays: [String] = []
        for file in Set(try Self.literals().map(\.file)).sorted() {
            let text = try String(contentsOf: Self.sources.appending(path: file), encoding: .utf8)
            for word in words {
                for place in places where text.contains(place + word + "\"") {
                    strays.append("\(file): \(place)\(word)\"")
                }
            }
        }
        #expect(strays.isEmpty, "\(strays.joined(separator: "\n"))")
    }

    @Test func namesOnTheStickStandInTheVocabularyAlone() throws {
        let names = [StickName.bootPartition, StickName.logPartition, StickName.settings]
        let folders = StickName.Folder.allCases.map(\.rawValue)
        let strays = try Self.literals().filter { literal in
            names.contains(literal.text) || folders.contains { literal.text.hasPrefix("\($0)/") }
        }
        #expect(strays.isEmpty, "\(strays.map(\.description).joined(separator: "\n"))")
    }

    @Test func wordsOfTheKernelCommandLineStandInTheVocabularyAlone() throws {
        let words = KernelWord.allCases.map(\.full)
        let strays = try Self.literals().filter { words.contains($0.text) || $0.text == KernelWord.prefix }
        #expect(strays.isEmpty, "\(strays.map(\.description).joined(separator: "\n"))")
    }
}
