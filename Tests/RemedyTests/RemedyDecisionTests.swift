import Digests
import Remedy
import Testing
import Timestamps

@Suite struct RemedyDecisionTests {
    private static let goodHeader: [UInt8] = [0xAA, 0xAA, 0xAA, 0xAA, 0x01, 0x00, 0x23, 0x01]
    private static let reverted = UTCTime("2024-07-19T05:27:00Z")
    private static let digest = SHA256Hasher.hash([1, 2, 3])

    private func file(
        name: String = "C-00000291-1.sys", size: Int64 = 40_000, modified: String = "2024-07-19T04:09:00Z",
        header: [UInt8]? = goodHeader, sha256: SHA256Digest? = nil
    ) -> FileFacts {
        FileFacts(
            name: name, size: size, modified: UTCTime(modified)?.seconds ?? 0, header: header, sha256: sha256)
    }

    private func rule(only: RemedyConditions = .init(), except: RemedyConditions = .init()) -> RemedyRule {
        RemedyRule(folder: ["System32"], name: NamePattern("C-00000291*.sys"), only: only, except: except)
    }

    private func isRemoved(_ decision: RemedyDecision) -> Bool {
        if case .remove = decision { true } else { false }
    }

    @Test func removesEveryFileOfTheName() {
        #expect(rule().decision(for: file()) == .remove("its name matches C-00000291*.sys"))
        #expect(rule().decision(for: file(header: nil)) == .remove("its name matches C-00000291*.sys"))
        #expect(rule().decision(for: file(name: "x.sys")) == .keep("its name does not match C-00000291*.sys"))
    }

    @Test func keepsAGoodFile() {
        let keepGood = rule(
            except: RemedyConditions(
                modifiedFrom: Self.reverted, header: .init(offset: 0, bytes: Self.goodHeader)))
        let good = "2024-07-19T05:27:00Z"
        #expect(
            keepGood.decision(for: file(modified: good))
                == .keep("it was changed at 2024-07-19T05:27:00.000Z and its header is the known one"))
        #expect(
            keepGood.decision(for: file(modified: "2024-07-19T05:26:59Z"))
                == .remove(
                    "its name matches C-00000291*.sys, and it was changed at 2024-07-19T05:26:59.000Z, "
                        + "before 2024-07-19T05:27:00.000Z"))
        let zeros = [UInt8](repeating: 0, count: 512)
        #expect(
            keepGood.decision(for: file(modified: good, header: zeros))
                == .remove("its name matches C-00000291*.sys, and its header is not the known one"))
        #expect(isRemoved(keepGood.decision(for: file(modified: good, header: []))))
        #expect(
            keepGood.decision(for: file(modified: good, header: nil)) == .undecided("its first bytes could not be read")
        )
        // A bad stamp decides alone: what could not be read does not matter then.
        #expect(isRemoved(keepGood.decision(for: file(header: nil))))
    }

    @Test func removesOnlyWithinTheWindow() {
        let window = rule(
            only: RemedyConditions(modifiedFrom: UTCTime("2024-07-19T04:09:00Z"), modifiedUntil: Self.reverted))
        #expect(isRemoved(window.decision(for: file(modified: "2024-07-19T04:09:00Z"))))
        #expect(isRemoved(window.decision(for: file(modified: "2024-07-19T05:26:59Z"))))
        #expect(
            window.decision(for: file(modified: "2024-07-19T05:27:00Z"))
                == .keep("it was changed at 2024-07-19T05:27:00.000Z, not before 2024-07-19T05:27:00.000Z"))
        #expect(!isRemoved(window.decision(for: file(modified: "2024-07-19T04:08:59Z"))))
    }

    @Test(arguments: [(9, false), (10, true), (20, true), (21, false)] as [(Int64, Bool)])
    func removesOnlyWithinTheSizes(size: Int64, expected: Bool) {
        let sizes = rule(only: RemedyConditions(minimumSize: 10, maximumSize: 20))
        #expect(isRemoved(sizes.decision(for: file(size: size))) == expected)
    }

    @Test func asksForTheHashOnlyWhenNeeded() {
        #expect(!rule().needsDigest)
        let pinned = rule(only: RemedyConditions(sha256: [Self.digest]))
        #expect(pinned.needsDigest)
        #expect(rule(except: RemedyConditions(sha256: [Self.digest])).needsDigest)
        #expect(isRemoved(pinned.decision(for: file(sha256: Self.digest))))
        #expect(
            pinned.decision(for: file(sha256: SHA256Hasher.hash([4]))) == .keep("its hash is none of the known ones"))
        #expect(pinned.decision(for: file()) == .undecided("its content could not be read"))
    }

    @Test func findsBytesAtAnOffset() {
        let marked = rule(only: RemedyConditions(header: .init(offset: 6, bytes: [0x23, 0x01])))
        #expect(isRemoved(marked.decision(for: file())))
        #expect(!isRemoved(marked.decision(for: file(header: Array(Self.goodHeader.prefix(7))))))
        #expect(!isRemoved(marked.decision(for: file(header: [0x23, 0x01]))))
    }
}
