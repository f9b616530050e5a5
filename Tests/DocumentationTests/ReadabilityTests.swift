internal import Foundation
internal import TestSupport
internal import Testing

@Suite("The guides")
struct ReadabilityTests {
    @Test("The README has fewer than 150 lines")
    func length() throws {
        #expect(try Document("README.md").lines.count < 150)
    }

    @Test("Links lead to files and headings that exist", arguments: Document.all)
    func links(document: Document) throws {
        let folder = Fixtures.packageRoot.appendingPathComponent(document.path).deletingLastPathComponent()
        for link in document.links where !link.contains(":") {
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let target = parts[0].isEmpty ? document.path : Self.path(of: folder.appendingPathComponent(parts[0]))
            guard parts[0].isEmpty || Self.exists(target) else {
                Issue.record("\(document.path): \(link) leads nowhere")
                continue
            }
            guard parts.count > 1, target.hasSuffix(".md") else { continue }
            #expect(try Document(target).anchors.contains(parts[1]), "\(document.path): no heading \(link)")
        }
    }

    @Test("Files and folders of the project that are named exist", arguments: Document.all)
    func namedFiles(document: Document) {
        let tops = ["scripts/", "Sources/", "Tests/", "ImageTemplates/", "Documentation/"]
        let words = document.codeWords.flatMap { $0.split(separator: " ") }.map(String.init)
        for word in words where tops.contains(where: word.hasPrefix) && !word.contains(where: "*<>…".contains) {
            #expect(Self.exists(word), "\(document.path) names \(word), which does not exist")
        }
    }

    @Test("Every guide is reached from the front page of the catalog, and every one for users from the README")
    func reachability() throws {
        let catalog = "Documentation/Unloop.docc"
        let front = Set(try Document("\(catalog)/Unloop.md").links)
        for guide in Document.all where guide.path.hasPrefix(catalog) && !guide.path.hasSuffix("/Unloop.md") {
            #expect(front.contains(guide.path.split(separator: "/").last.map(String.init) ?? ""))
        }
        let readme = Set(try Document("README.md").links)
        for guide in Document.all where guide.path.hasPrefix(catalog) && !guide.path.hasSuffix("/Unloop.md") {
            #expect(readme.contains(guide.path), "README.md has no link to \(guide.path)")
        }
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: Fixtures.packageRoot.appendingPathComponent(path).path)
    }

    private static func path(of url: URL) -> String {
        String(url.standardizedFileURL.path.dropFirst(Fixtures.packageRoot.standardizedFileURL.path.count + 1))
    }
}
