import AgentScreen
import Foundation
import LinuxSystem
import RecoveryKeys
import RecoveryLog
import RecoveryLogReader
import RepairEngine
import Secrets
import Signatures
import TestSupport
import Testing
import Vocabulary

@testable import RescueAgent

/// The key on the stick, and the line that it signs.
@Suite struct SigningTests {
    /// A source with these files in its folder of keys.
    private struct FakeSource: KeySource {
        let files: [(name: String, bytes: [UInt8])]

        func forEachKeyFile(_ body: (_ name: String, _ bytes: Result<[UInt8], LinuxError>) -> Void) {
            for file in files { body("keys/\(file.name)", .success(file.bytes)) }
        }

        func forEachLooseFile(_ body: (_ name: String, _ bytes: Result<[UInt8], LinuxError>) -> Void) {}
    }

    private final class Notes: RunRecorder {
        private(set) var notes: [NoteEvent] = []
        var codes: [String] { notes.map(\.code) }
        func record(_ event: LogEvent) { if case .note(let note) = event { notes.append(note) } }
    }

    private func secret(_ text: String) -> SecretBytes { SecretBytes(Array(text.utf8)) }

    private func store(_ files: (name: String, bytes: [UInt8])...) -> (store: KeyStore, notes: Notes) {
        let notes = Notes()
        let store = KeyStore(recorder: notes)
        store.read(from: FakeSource(files: files))
        return (store, notes)
    }

    private func sealed(_ content: [UInt8], _ passphrase: String) throws -> [UInt8] {
        try SealedFile.seal(content, passphrase: secret(passphrase), workFactor: 1)
    }

    @Test func aSealedKeyIsKnownByItsNameAndOpenedByItsPassphrase() throws {
        let key = try SigningKey()
        let (store, notes) = store(
            ("Log-Signing.KEY", try key.withPEM { try sealed($0, "s") }),
            ("unloop.keys", try sealed(Array("ID,Key\n".utf8), "k")))
        #expect(store.signingKey == nil)
        #expect(store.sealedSigningKeys.map(\.name) == ["keys/Log-Signing.KEY"])
        #expect(store.sealed.map(\.name) == ["keys/unloop.keys"])
        #expect(store.unseal(secret("x"))?.contains("passphrase does not open it") == true)
        #expect(store.unseal(secret("s")) == nil)
        #expect(store.signingKey?.verifyingKey == key.verifyingKey && store.sealedSigningKeys.isEmpty)
        #expect(store.sealed.map(\.name) == ["keys/unloop.keys"])
        #expect(notes.notes.isEmpty)
    }

    @Test func onePassphraseOpensKeysAndSigningKey() throws {
        let (store, _) = store(
            ("unloop.keys", try sealed(Array("ID,Key\n".utf8), "k")),
            ("log-signing.key", try SigningKey().withPEM { try sealed($0, "k") }))
        #expect(store.unseal(secret("k")) == nil)
        #expect(store.signingKey != nil && store.sealed.isEmpty && store.sealedSigningKeys.isEmpty)
    }

    @Test func anOpenKeySignsAndIsNoted() throws {
        let key = try SigningKey()
        let (store, notes) = store(("any.pem", try key.withPEM { $0 }))
        #expect(store.signingKey?.verifyingKey == key.verifyingKey)
        #expect(notes.codes == ["open-keys"] && notes.notes[0].message.hasPrefix("keys/any.pem is not sealed"))
    }

    @Test func aSecondKeyAndADamagedOneAreNamed() throws {
        let first = try SigningKey()
        let (store, notes) = store(
            ("a.key", try first.withPEM { $0 }), ("b.key", try SigningKey().withPEM { $0 }),
            ("c.key", Array("-----BEGIN PRIVATE KEY-----\nMC4\n".utf8)))
        #expect(store.signingKey?.verifyingKey == first.verifyingKey)
        #expect(notes.codes == ["open-keys", "bad-key", "bad-key"])
        #expect(notes.notes[1].message.hasPrefix("keys/b.key: not used"))
        #expect(notes.notes[2].message.hasPrefix("keys/c.key: not an Ed25519 key"))
    }

    @Test func nothingOfTheKeyIsInTheRecord() throws {
        let key = try SigningKey()
        let log = RunLog(start: start, screen: Screen(on: []), sinks: [], drill: nil)
        let store = KeyStore(recorder: log)
        let pem = try key.withPEM { $0 }
        store.read(from: FakeSource(files: [("a.key", pem), ("b.key", Array(pem.dropLast(40)))]))
        log.sign(with: key)
        let text = String(decoding: log.sealed()?.log ?? [], as: UTF8.self)
        let body = String(decoding: pem, as: UTF8.self).split(separator: "\n")[1]
        #expect(text.contains("bad-key") && !text.contains(body.prefix(30)) && !text.contains(body.suffix(30)))
    }

    @Test func theSignatureFollowsTheEndAndReachesTheStick() throws {
        try withScratch { root throws in
            let key = try SigningKey()
            let stick = StickSink()
            let log = RunLog(start: start, screen: Screen(on: []), sinks: [stick], drill: nil)
            stick.open(in: root, for: log)
            log.record(note("1"))
            log.record(
                .end(EndEvent(outcome: .repaired, code: .removedAndVerified, reason: "r", next: "n", seconds: 1)))
            log.sign(with: key)
            let day = try #require(try names(in: "\(root)/logs").first)
            let files = try names(in: "\(root)/logs/\(day)")
            let file = try #require(files.first { $0.hasSuffix(".jsonl") })
            let record = RecoveryLogReader.parse(try bytes("\(root)/logs/\(day)/\(file)"), path: file)
            #expect(record.chain == .whole && record.problems.isEmpty)
            #expect(record.signature?.isValid == true && record.signature?.key == key.verifyingKey)
            #expect(log.seal() != nil && log.problem == nil)
            let text = try #require(files.first { $0.hasSuffix(".txt") })
            let page = String(decoding: try bytes("\(root)/logs/\(day)/\(text)"), as: UTF8.self)
            #expect(page.hasSuffix("Signed      by key \(key.verifyingKey)\r\n"))
        }
    }

    /// A record that no stick has taken yet is signed as it will be written.
    @Test func aRecordThatIsSavedLateIsSigned() throws {
        try withScratch { root throws in
            let stick = StickSink()
            let log = RunLog(start: start, screen: Screen(on: []), sinks: [stick], drill: nil)
            stick.giveUp("no stick", for: log)
            log.record(
                .end(EndEvent(outcome: .repaired, code: .removedAndVerified, reason: "r", next: "n", seconds: 1)))
            log.sign(with: try SigningKey())
            stick.open(in: root, for: log)
            let record = RecoveryLogReader.parse(log.sealed()?.log ?? [], path: "l")
            #expect(record.chain == .whole && record.signature?.isValid == true)
        }
    }
}
