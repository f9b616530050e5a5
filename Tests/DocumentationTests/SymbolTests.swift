internal import Foundation
internal import TestSupport
internal import Testing

/// What the guides for contributors name is there: a list of places is worth nothing when one of them has moved.
@Suite("The places that guides name")
struct SymbolTests {
    @Test(
        "Types, modules and files exist",
        arguments: [
            "CONTRIBUTING.md", "Documentation/Unloop.docc/Architecture.md", "Documentation/Unloop.docc/Decisions.md",
            "Documentation/Unloop.docc/Formats.md",
        ])
    func places(path: String) throws {
        for word in try Document(path).codeWords {
            if word.contains("/") || word.contains(" ") { continue }
            if word.contains(/^[\w+.-]+\.(?:swift|json|css|md|yaml)$/) {
                // A log, a lock or a setting of a user is no file of the project.
                let isKnown = Self.files.contains(word) || Self.foreign.contains(word)
                #expect(isKnown, "\(path) names the file \(word), which does not exist")
            } else if word.contains(/^[A-Z][a-z]\w*[A-Za-z](?:\.[A-Z]\w+)?$/) {
                for name in word.split(separator: ".").map(String.init) {
                    #expect(Self.names.contains(name), "\(path) names \(word), which does not exist")
                }
            }
        }
    }

    /// Files that Unloop makes, and words of others that look like types.
    private static let foreign: Set<String> = [
        "manifest.json", "sbom.spdx.json", "state.json", "unloop.yaml", "image.yaml", "Type+Aspect.swift",
    ]

    /// The names of all files below the folders of the project.
    private static let files: Set<String> = {
        var files: Set<String> = []
        for folder in ["", "Sources", "Tests", "ImageTemplates", "Documentation"] {
            let url = Fixtures.packageRoot.appendingPathComponent(folder)
            let paths =
                folder.isEmpty
                ? (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
                : FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
            files.formUnion(paths.compactMap { $0.split(separator: "/").last.map(String.init) })
        }
        return files
    }()

    /// The names of modules, and of the types that are declared in them; of the firmware's variables too.
    private static let names: Set<String> = {
        var names: Set<String> = ["BootNext", "Package", "Documentation"]
        for folder in ["Sources", "Tests"] {
            let url = Fixtures.packageRoot.appendingPathComponent(folder)
            names.formUnion((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
            for case let path as String in FileManager.default.enumerator(atPath: url.path) ?? .init()
            where path.hasSuffix(".swift") {
                guard let text = try? String(contentsOf: url.appendingPathComponent(path), encoding: .utf8) else {
                    continue
                }
                for match in text.matches(of: /\b(?:struct|class|enum|protocol|actor|typealias) (\w+)/) {
                    names.insert(String(match.1))
                }
            }
        }
        return names
    }()
}
