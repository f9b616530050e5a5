import Foundation
import Remedy
import Testing
import Timestamps

/// The remedies in `ImageTemplates/remedies`, as they are shipped.
@Suite struct ShippedRemedyTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../ImageTemplates/remedies").standardizedFileURL

    private func remedy(_ name: String) throws -> Remedy {
        let file = Self.folder.appending(path: name)
        return try Remedy.parse(Array(Data(contentsOf: file)), file: name)
    }

    @Test func everyOneIsNamedAfterItsIdentifier() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
            $0.hasSuffix(".yaml")
        }
        #expect(names.sorted() == ["crowdstrike-291-keep-good.yaml", "crowdstrike-291.yaml"])
        for name in names { #expect(try remedy(name).id + ".yaml" == name) }
    }

    @Test func channelFile291GoesWhateverItIs() throws {
        let rule = try #require(try remedy("crowdstrike-291.yaml").rules.first)
        #expect(
            rule == RemedyRule(folder: ["System32", "drivers", "CrowdStrike"], name: NamePattern("C-00000291*.sys")))
    }

    @Test(arguments: [
        ("2024-07-19T04:09:00Z", true, false), ("2024-07-19T05:26:59Z", true, false),
        ("2024-07-19T05:27:00Z", true, true),
        ("2025-01-01T00:00:00Z", true, true), ("2025-01-01T00:00:00Z", false, false),
    ])
    func channelFile291StaysIfItIsGood(modified: String, hasHeader: Bool, isKept: Bool) throws {
        let rule = try #require(try remedy("crowdstrike-291-keep-good.yaml").rules.first)
        let header: [UInt8] =
            hasHeader ? [0xAA, 0xAA, 0xAA, 0xAA, 0x01, 0x00, 0x23, 0x01, 0x05] : [0, 0, 0, 0, 0, 0, 0, 0, 0]
        let seconds = try #require(UTCTime(modified)).seconds
        let facts = FileFacts(name: "C-00000291-00000000-00000032.sys", size: 41_004, modified: seconds, header: header)
        if case .keep = rule.decision(for: facts) { #expect(isKept) } else { #expect(!isKept) }
    }
}
