import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab
import Vocabulary

/// What is left of keys after a crash, and on the screen.
@Suite("BitLocker secrets", .needsImage, .needs(.bios), .needsDiskTools, .needsFixtures, .needsBitLockerTools)
struct BitLockerSecrecyTests {
    @Test("the agent is killed right after it unlocked a volume: no key is anywhere", .needsUnloopCommand)
    func crash() async throws {
        try await Bench.with { bench in
            let system = try bench.locked(.fixture("base-gpt"))
            let passphrase = "Battery-Staple-9"
            let sealed = try UnloopCommand.seal(
                KeyExport.graph([try system.systemKeys]), passphrase: passphrase, in: bench.folder)
            let run = try LockedRun(on: bench, secrets: system.secrets + [.passphrase(passphrase)])
            try bench.put(sealed, inKeysOf: run.stick)
            let page = try await run.boot([.nvme(system.disk.path)], "nomodeset", "unloop.drill=unlocked") { machine in
                try await machine.wait(for: "Type its passphrase", timeout: Bench.patience)
                try await machine.typeFirstOnSerialLine(passphrase + "\r")
            } atTheEnd: { machine in
                try await run.expectNoSecrets(onTextScreenOf: machine)
                // The volume is locked again before a shell is offered.
                try await machine.typeFirstOnSerialLine("s")
                try await machine.waitForPrompt("unloop# ", timeout: Bench.patience)
                try machine.sendSerial("echo mapped: /sys/block/dm-* $((40+2))\n")
                try await machine.wait(for: "mapped: /sys/block/dm-* 42", timeout: Bench.patience)
                try machine.sendSerial("exit\n")
            }
            #expect(page.outcome == "failed")
            #expect(page.transcript.contains("was ended by signal 9"))
            try system.disk.expectUntouched()
            let log = try bench.content(of: run.stick).expectLog(.failed, of: [system.disk])
            #expect(log.end?.code == "agent-crashed")
            #expect(log.unlocked.count == 1)
            try run.expectNoSecrets(in: page)
        }
    }

    @Test("every form of a secret is found where it is")
    func search() throws {
        let secrets: [Secret] = [
            .recoveryPassword("111111-222222-333333-444444-555555-666666-000011-720885"), .passphrase("pässwörd"),
            .key(hexadecimal: "00ff10ab"),
        ]
        let search = SecretSearch(secrets)
        var haystack = [UInt8](repeating: 0x31, count: 100)
        var wanted: Set<Int> = []
        for form in secrets.flatMap(\.forms) {
            wanted.insert(haystack.count)
            haystack += form + [0xFE, 0xFE, 0xFE]
        }
        #expect(wanted.count == 10 + 3 + 7)
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("haystack")
            try Data(haystack).write(to: file)
            #expect(try search.places(in: file.path).isSuperset(of: wanted))
            try Data(repeating: 0x31, count: 4096).write(to: file)
            #expect(try search.places(in: file.path) == [])
        }
    }
}
