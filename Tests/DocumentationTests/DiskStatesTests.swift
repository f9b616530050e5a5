internal import Foundation
internal import TestSupport
internal import Testing
internal import Vocabulary

@Suite("The states of disks")
struct DiskStatesTests {
    @Test("Every row has an outcome, a reason and a test that exists")
    func rows() throws {
        let rows = try TableTests.cells(
            of: Document("Documentation/Unloop.docc/DiskStates.md").table(below: "States"))
        #expect(rows.count > 20)
        for row in rows {
            let words = row.map { $0.replacing("`", with: "") }
            #expect(Outcome(rawValue: words[1]) != nil, "\(words[0])")
            #expect(ReasonCode(rawValue: words[2]) != nil, "\(words[0])")
            #expect(!words[3].isEmpty, "\(words[0])")
            let test = words[4].split(separator: ".").map(String.init)
            try #require(test.count == 2)
            let file = Fixtures.packageRoot.appendingPathComponent("Tests/BootTests/\(test[0]).swift")
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.contains("func \(test[1])("), "\(words[4])")
        }
    }
}
