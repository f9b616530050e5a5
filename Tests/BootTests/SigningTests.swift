import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab
import Vocabulary

/// A log that a machine signs, and what the desk says of it.
@Suite("Signed logs", .needsImage, .needs(.bios), .needsDiskTools, .needsUnloopCommand)
struct SigningTests {
    @Test("a sealed signing key signs the log once its passphrase was typed; the desk knows the key")
    func sealedKey() async throws {
        try await Bench.with { bench in
            let passphrase = "signing horse Ж"
            let program = try #require(UnloopCommand.path)
            let secret = bench.folder.appendingPathComponent("passphrase")
            try Data(passphrase.utf8).write(to: secret)
            try Shell.run(
                program, "log", "key", "--folder", bench.folder.path, "--passphrase-file", secret.path)
            let disk = try bench.disk(.own("many-files"))
            let run = try LockedRun(on: bench, secrets: [.passphrase(passphrase)])
            try bench.put(bench.folder.appendingPathComponent("log-signing.key"), inKeysOf: run.stick)
            let page = try await run.boot([.nvme(disk.path)]) { machine in
                try await machine.wait(for: "Type its passphrase", timeout: Bench.patience)
                let mark = machine.mark
                try await machine.typeFirstOnSerialLine("wrong horse\r")
                try await machine.wait(for: "the passphrase does not open it", after: mark, timeout: Bench.patience)
                try machine.sendSerial(passphrase + "\r")
            }
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
            let log = try bench.content(of: run.stick).expectLog(.repaired, of: [disk])
            #expect(log.signature?.isValid == true)
            #expect(log.notes("not-signed").isEmpty && log.notes("open-keys").isEmpty)
            try run.expectNoSecrets(in: page)
            let verified = try Shell.result([
                program, "log", "verify", "--key", bench.folder.appendingPathComponent("log-signing.pub").path,
                run.stick,
            ])
            #expect(verified.status == 0 && verified.output.contains("signed by "), "\(verified.output)")
        }
    }

    @Test("a sealed signing key that nobody is asked for leaves the log unsigned, and says so")
    func nobodyIsAsked() async throws {
        try await Bench.with { bench in
            let program = try #require(UnloopCommand.path)
            let secret = bench.folder.appendingPathComponent("passphrase")
            try Data("signing horse".utf8).write(to: secret)
            try Shell.run(program, "log", "key", "--folder", bench.folder.path, "--passphrase-file", secret.path)
            let disk = try bench.disk(.own("many-files"))
            let run = try LockedRun(on: bench, secrets: [])
            try bench.put(bench.folder.appendingPathComponent("log-signing.key"), inKeysOf: run.stick)
            let page = try await run.boot([.nvme(disk.path)], "unloop.ask=never")
            #expect(page.outcome == "repaired")
            let log = try bench.content(of: run.stick).expectLog(.repaired, of: [disk])
            #expect(log.signature == nil && log.chain == .whole)
            #expect(log.notes("not-signed").count == 1)
            let key = bench.folder.appendingPathComponent("log-signing.pub").path
            #expect(try Shell.result([program, "log", "verify", "--key", key, run.stick]).status == 2)
        }
    }
}
