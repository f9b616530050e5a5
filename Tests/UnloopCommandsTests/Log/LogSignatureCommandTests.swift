import Foundation
import RecoveryLog
import Signatures
import TestSupport
import Testing
import Timestamps
import Vocabulary

/// `log key` and `log verify --key`, as processes: files, output and exit codes.
@Suite(.enabled(if: KeysTestTool.path != nil, "needs the built tool beside the tests"))
struct LogSignatureCommandTests {
    private let time = UTCTime(milliseconds: 1_721_366_820_007)

    /// The log of a run to its end, with a signature where there is a key.
    private func log(_ run: String, signedBy key: SigningKey?, isEnded: Bool = true) throws -> [UInt8] {
        let machine = MachineIdentity(serial: "SN-1", macs: [], firmware: .uefi, secureBoot: .on)
        var record = try RunRecord(
            StartEvent(run: run, image: "i", version: "v", mode: .repair, machine: machine, settings: []), at: time)
        guard isEnded else { return record.log }
        try record.append(
            .end(EndEvent(outcome: .repaired, code: .removedAndVerified, reason: "r", next: "n", seconds: 9)), at: time)
        if let key {
            let signature = try SignatureEvent(of: run, after: #require(record.hash), by: key)
            try record.append(.signature(signature), at: time)
        }
        return record.log
    }

    private func write(_ content: [UInt8], _ name: String, in folder: URL) throws {
        try Data(content).write(to: folder.appendingPathComponent(name))
    }

    /// A folder with two pairs of keys, `own` and `other`, of which the tool made the first.
    private func withKeys(_ body: (_ folder: URL, _ own: SigningKey, _ other: SigningKey) throws -> Void) throws {
        try withTemporaryFolder { folder in
            #expect(try KeysTestTool.run("log", "key", "--open", "--quiet", in: folder).status == 0)
            let own = try SigningKey(
                pem: Array(Data(contentsOf: folder.appendingPathComponent("log-signing.key"))), file: "own")
            let other = try SigningKey()
            try write(other.verifyingKey.pem, "other.pub", in: folder)
            try body(folder, own, other)
        }
    }

    @Test func verifyTellsWhoseSignatureItIs() throws {
        try withKeys { folder, own, other in
            try write(log("r1", signedBy: own), "own.jsonl", in: folder)
            try write(log("r2", signedBy: other), "other.jsonl", in: folder)
            try write(log("r3", signedBy: nil), "none.jsonl", in: folder)
            try write(log("r4", signedBy: own, isEnded: false), "cut.jsonl", in: folder)
            let changed = String(decoding: try log("r5", signedBy: own), as: UTF8.self)
                .replacing(try Regex(#""signature":"[0-9a-f]{8}"#), with: "\"signature\":\"00000000")
            try write(try rechained(changed), "changed.jsonl", in: folder)

            func verify(_ arguments: String...) throws -> (status: Int32, title: String, json: String) {
                let table = try KeysTestTool.run(["log", "verify"] + arguments, in: folder)
                let json = try KeysTestTool.run(["log", "verify", "--format", "json"] + arguments, in: folder)
                #expect(table.status == json.status && table.errors.isEmpty)
                let title = table.output.split(separator: "\n")[1].split(separator: "  ")[0]
                return (table.status, String(title), json.output)
            }
            let key = ["--key", "log-signing.pub"]
            func expect(_ file: String, _ status: Int32, _ title: String, _ signature: String, checked: Bool = true)
                throws
            {
                let result = try checked ? verify(key[0], key[1], file) : verify(file)
                #expect(result.status == status && result.title == title, "\(file): \(result)")
                #expect(result.json.contains("\"signature\":\"\(signature)\""), "\(file): \(result)")
            }
            try expect("own.jsonl", 0, "signed by log-signing.pub", "valid")
            try expect("other.jsonl", 3, "signed by another key", "foreign")
            try expect("none.jsonl", 2, "consistent, not signed", "missing")
            try expect("changed.jsonl", 3, "signature invalid", "invalid")
            try expect("own.jsonl", 0, "consistent, signature not checked", "unchecked", checked: false)
            try expect("none.jsonl", 0, "consistent, not signed", "none", checked: false)
            try expect("changed.jsonl", 3, "signature invalid", "invalid", checked: false)
            let cut = try verify(key[0], key[1], "cut.jsonl")
            #expect(cut.status == 2 && cut.title == "cut" && !cut.json.contains("\"signature\""))
            let both = try verify(key[0], key[1], "--key", "other.pub", "other.jsonl")
            #expect(both.status == 0 && both.title == "signed by other.pub")
            #expect(both.json.contains("\"signer\":\"other.pub\"") && both.json.contains("\(other.verifyingKey)"))
        }
    }

    private func rechained(_ log: String) throws -> [UInt8] {
        var previous = ""
        return try log.split(separator: "\n").flatMap { line in
            let end = try #require(line.range(of: ",\"hash\":")).lowerBound
            let digest = try Shell.run(
                "bash", "-c", "printf %s \"$0\" | sha256sum", previous + line[..<end])
            previous = String(digest.prefix(64))
            return Array("\(line[..<end]),\"hash\":\"\(previous)\"}\n".utf8)
        }
    }

    @Test func verifyNamesAKeyThatIsNone() throws {
        try withKeys { folder, _, _ in
            try write(log("r1", signedBy: nil), "l.jsonl", in: folder)
            let privateHalf = try KeysTestTool.run("log", "verify", "--key", "log-signing.key", "l.jsonl", in: folder)
            #expect(privateHalf.status == 1 && privateHalf.output.isEmpty)
            #expect(privateHalf.errors.contains("log-signing.key: this is the private half"))
            let none = try KeysTestTool.run("log", "verify", "--key", "l.jsonl", "l.jsonl", in: folder)
            #expect(none.status == 1 && none.errors.contains("[signing-key-malformed]"))
        }
    }

    @Test("a new key is sealed, and age opens it", .enabled(if: Shell.has("openssl")))
    func makesASealedKey() throws {
        try withTemporaryFolder { folder in
            try Data("s3cret\n".utf8).write(to: folder.appendingPathComponent("p"))
            let made = try KeysTestTool.run("log", "key", "--passphrase-file", "p", in: folder)
            #expect(made.status == 0 && made.output == "log-signing.pub\n")
            #expect(!made.text.contains("s3cret") && !made.text.contains("PRIVATE"))
            let sealed = try Data(contentsOf: folder.appendingPathComponent("log-signing.key"))
            #expect(sealed.starts(with: Data("age-encryption.org/v1\n-> scrypt ".utf8)))
            let mode = try FileManager.default.attributesOfItem(
                atPath: folder.appendingPathComponent("log-signing.key").path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let key = try Shell.run("openssl", "pkey", "-pubin", "-in", "log-signing.pub", "-text", directory: folder)
            #expect(key.contains("ED25519 Public-Key"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
            // Neither half is ever overwritten.
            let again = try KeysTestTool.run("log", "key", "--passphrase-file", "p", in: folder)
            #expect(again.status == 1 && again.errors.contains("log-signing.key: exists already"))
            try FileManager.default.removeItem(at: folder.appendingPathComponent("log-signing.key"))
            #expect(
                try KeysTestTool.run("log", "key", "--open", in: folder).errors
                    .contains("log-signing.pub: exists already"))
            #expect(try Data(contentsOf: folder.appendingPathComponent("log-signing.pub")).count == 113)
        }
    }

    @Test func aFolderThatIsNotThereLeavesNothing() throws {
        try withTemporaryFolder { folder in
            let failed = try KeysTestTool.run("log", "key", "--open", "--folder", "none", in: folder)
            #expect(failed.status == 1 && failed.errors.contains("none/log-signing.pub: cannot be written"))
            #expect(try KeysTestTool.run("log", "key", "--open", "--passphrase-file", "p", in: folder).status == 64)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }
}
