internal import Foundation
internal import TestSupport
internal import Testing

/// A Markdown file of the project, as far as tests look into it.
struct Document: Sendable, CustomTestStringConvertible {
    /// The path from the top of the project.
    let path: String
    let lines: [String]

    var testDescription: String { path }

    init(_ path: String) throws {
        self.path = path
        let text = try String(contentsOf: Fixtures.packageRoot.appendingPathComponent(path), encoding: .utf8)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Every Markdown file of the project, by path; hidden folders and what was built are left out.
    static let all: [Document] = {
        let top = Fixtures.packageRoot
        let files = FileManager.default.enumerator(
            at: top, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
        var paths: [String] = []
        while let file = files?.nextObject() as? URL {
            let path = String(file.path.dropFirst(top.path.count + 1))
            if path == "build" { files?.skipDescendants() }
            if file.pathExtension == "md" { paths.append(path) }
        }
        return paths.sorted().compactMap { try? Document($0) }
    }()

    /// The rows of the first table below a heading, the head with the columns' names first, as they are written.
    func table(below heading: String) -> [String] {
        let title = lines.firstIndex { $0.hasPrefix("#") && $0.drop(while: { $0 == "#" || $0 == " " }) == heading[...] }
        guard let title else { return [] }
        let section = lines[(title + 1)...].prefix { !$0.hasPrefix("#") }
        return Array(section.drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") })
    }

    /// The names by which links reach the headings of the file, as file browsers make them.
    var anchors: Set<String> {
        Set(
            prose.filter { $0.hasPrefix("#") }.map { line in
                let title = line.drop { $0 == "#" || $0 == " " }.lowercased()
                let kept = title.filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
                return kept.replacing(" ", with: "-")
            })
    }

    /// The targets of links and pictures.
    var links: [String] {
        prose.joined(separator: "\n").matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
    }

    /// What stands between backquotes in running text and tables.
    var codeWords: [String] {
        prose.flatMap { $0.matches(of: /`([^`]+)`/).map { String($0.1) } }
    }

    /// The commands of a name in code blocks: comments are cut off, and continued lines joined.
    func commands(of program: String) -> [String] {
        code.joined(separator: "\n").replacing("\\\n", with: " ").split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
            // Not the name in a drawing.
            .filter { $0.hasPrefix(program + " ") && ($0.dropFirst(program.count + 1).first?.isLowercase ?? false) }
            .map { $0.replacing(/\s+#\s.*$/, with: "") }
    }

    /// The lines outside of code blocks.
    private var prose: [String] { blocks.filter { !$0.isCode }.map(\.line) }
    /// The lines of code blocks.
    private var code: [String] { blocks.filter(\.isCode).map(\.line) }

    /// Whether each line is code: between fences, or indented below an empty line. (Items of lists are indented by less
    /// than the four columns of code, or carry a text that goes on.)
    private var blocks: [(line: String, isCode: Bool)] {
        var isFenced = false
        var isIndented = false
        var isAfterEmpty = true
        return lines.map { line in
            if line.hasPrefix("```") {
                isFenced.toggle()
                return (line, true)
            }
            let isEmpty = line.allSatisfy { $0 == " " }
            let isDeep = line.hasPrefix("    ")
            isIndented = isDeep && (isIndented || isAfterEmpty) || isEmpty && isIndented
            isAfterEmpty = isEmpty
            return (line, isFenced || isIndented)
        }
    }
}
