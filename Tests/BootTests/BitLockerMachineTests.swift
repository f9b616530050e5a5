import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// Whole machines with encrypted volumes, opened with keys as administrators have them.
@Suite("BitLocker machines", .needsImage, .needs(.bios), .needsDiskTools, .needsFixtures, .needsBitLockerTools)
struct BitLockerMachineTests {
    @Test(
        "a Graph export opens system and data volume, with Secure Boot on and no key pressed",
        .needs(.uefi(secureBoot: true)))
    func graphExport() async throws {
        try await Bench.with { bench in
            let (system, data) = try bench.lockedMachine()
            let export = try KeyExport.graph([system.systemKeys, data.systemKeys])
            let run = try LockedRun(on: bench, keys: ["export.json": export], secrets: system.secrets + data.secrets)
            var configuration = VirtualMachine.Configuration(
                firmware: .uefi(secureBoot: true),
                devices: [.usbStick(run.stick), .nvme(system.disk.path), .ahci(data.disk.path)])
            configuration.serialLog = run.serialLog
            let page = try await bench.boot(configuration, picture: "bitlocker-repaired")
            #expect(page.outcome == "repaired")
            try system.expectRepaired()
            try data.disk.expectUntouched()
            let log = try bench.content(of: run.stick).expectLog(.repaired, of: [system.plain], secureBoot: .on)
            let wanted = try [system, data].flatMap { try $0.systemKeys.recovery.map(\.id) }
            #expect(Set(log.unlocked.map(\.protectorID)) == Set(wanted))
            #expect(log.unlocked.allSatisfy { $0.source?.hasPrefix("keys/export.json") == true })
            #expect(log.notes("open-keys").count == 1)
            try run.expectNoSecrets(in: page)
        }
    }

    @Test("a sealed file opens the volumes once its passphrase was typed", .needsUnloopCommand)
    func sealedFile() async throws {
        try await Bench.with { bench in
            let (system, data) = try bench.lockedMachine()
            let passphrase = "correct horse Ж"
            let export = try KeyExport.graph([system.systemKeys, data.systemKeys])
            let sealed = try UnloopCommand.seal(export, passphrase: passphrase, in: bench.folder)
            let run = try LockedRun(on: bench, secrets: system.secrets + data.secrets + [.passphrase(passphrase)])
            try bench.put(sealed, inKeysOf: run.stick)
            let page = try await run.boot([.nvme(system.disk.path), .ahci(data.disk.path)]) { machine in
                try await machine.wait(for: "Type its passphrase", timeout: Bench.patience)
                let mark = machine.mark
                try await machine.typeFirstOnSerialLine("wrong horse\r")
                try await machine.wait(for: "the passphrase does not open it", after: mark, timeout: Bench.patience)
                try machine.sendSerial(passphrase + "\r")
            }
            #expect(page.outcome == "repaired")
            try system.expectRepaired()
            try data.disk.expectUntouched()
            let log = try bench.content(of: run.stick).expectLog(.repaired, of: [system.plain])
            #expect(log.unlocked.count == 2)
            #expect(log.unlocked.allSatisfy { $0.source?.hasPrefix("keys/unloop.keys") == true })
            #expect(log.notes("open-keys").isEmpty)
            try run.expectNoSecrets(in: page)
        }
    }

    @Test("a table of 5,000 keys with three bad rows: the good ones count, the bad ones are told")
    func table() async throws {
        try await Bench.with { bench in
            let system = try bench.locked(.fixture("base-gpt"))
            let table = KeyExport.table([try system.systemKeys], others: 5000)
            let run = try LockedRun(
                on: bench, keys: ["keys.csv": table],
                secrets: system.secrets + [.recoveryPassword(KeyExport.otherPassword(17))])
            let page = try await run.boot([.nvme(system.disk.path)], "unloop.ask=never")
            #expect(page.outcome == "repaired")
            try system.expectRepaired()
            let log = try bench.content(of: run.stick).expectLog(.repaired, of: [system.plain])
            #expect(log.unlocked.map(\.protectorID) == [try system.systemKeys.recovery.first?.id])
            let bad = log.notes("bad-key")
            #expect(bad.count == 3)
            #expect(bad.first?.message.contains("row 2") == true)
            #expect(bad.first?.message.contains("group 8") == true)
            try run.expectNoSecrets(in: page)
        }
    }

    @Test(
        "a key typed on a keyboard that came late: its absence is told, a wrong group named, the serial line shows nothing"
    )
    func typedKey() async throws {
        try await Bench.with { bench in
            let system = try bench.locked(.fixture("base-gpt"))
            let protector = try #require(try system.systemKeys.recovery.first)
            let run = try LockedRun(on: bench, secrets: system.secrets)
            let hardware = ["-machine", "i8042=off", "-device", "e1000e,mac=\(Self.address)"]
            let page = try await run.boot([.nvme(system.disk.path)], "nomodeset", hardware: hardware) { machine in
                try await machine.wait(
                    for: "Key ID: \(protector.id.prefix(8).uppercased())", timeout: Bench.patience)
                try await machine.wait(for: "No keyboard was found: plug one in.", timeout: Bench.patience)
                try await Bench.takePicture(machine, "bitlocker-no-keyboard")
                let mark = machine.mark
                try machine.plugKeyboard()
                try await machine.wait(for: "Keyboard found.", after: mark, timeout: Bench.patience)
                try await Bench.takePicture(machine, "bitlocker-late-keyboard")
                // The second group with its last digit one too high.
                let wrong = String(protector.password.prefix(12)) + Self.next(protector.password.dropFirst(12).first)
                try machine.typeKeys(wrong)
                try await machine.waitForPrompt("Group 2 does not divide by 11", timeout: Bench.patience)
                try await Bench.takePicture(machine, "bitlocker-wrong-group")
                try machine.typeKeys("\u{8}" + protector.password.dropFirst(12) + "\n")
            } atTheEnd: { machine in
                try await run.expectNoSecrets(onTextScreenOf: machine)
            }
            #expect(page.outcome == "repaired")
            try system.expectRepaired()
            let log = try bench.content(of: run.stick).expectLog(.repaired, of: [system.plain])
            #expect(log.unlocked.map(\.source) == ["typed"])
            #expect(log.unlocked.map(\.protectorID) == [protector.id])
            let addresses = (log.start?.machine.macs ?? []) + log.notes("network-addresses").map(\.message)
            #expect(addresses.joined().contains(Self.address))
            try run.expectNoSecrets(in: page)
        }
    }

    /// Of the machine's network card.
    private static let address = "52:54:00:29:10:19"

    /// The digit after another one.
    private static func next(_ digit: Character?) -> String { String(((digit?.wholeNumberValue ?? 0) + 1) % 10) }

    @Test("a suspended system volume needs no key")
    func suspended() async throws {
        try await Bench.with { bench in
            let system = try bench.locked(.fixture("base-gpt"), ["--tpm", "--rp", "auto", "--clear-key"])
            let run = try LockedRun(on: bench, secrets: system.secrets)
            let page = try await run.boot([.nvme(system.disk.path)])
            #expect(page.outcome == "repaired")
            try system.expectRepaired()
            let log = try bench.content(of: run.stick).expectLog(.repaired, of: [system.plain])
            #expect(log.unlocked.map(\.protectorKind) == [.clearKey])
            #expect(log.unlocked.map(\.source) == [nil])
            try run.expectNoSecrets(in: page)
        }
    }

    @Test("with only another machine's key: locked, the wanted id told, and bit for bit as it was")
    func foreignKey() async throws {
        try await Bench.with { bench in
            let system = try bench.locked(.fixture("base-gpt"))
            let table = "KeyID,RecoveryKey\n\(KeyExport.otherID(1)),\(KeyExport.otherPassword(1))\n"
            let run = try LockedRun(
                on: bench, keys: ["keys.csv": table],
                secrets: system.secrets + [.recoveryPassword(KeyExport.otherPassword(1))])
            let page = try await run.boot([.nvme(system.disk.path)], "unloop.ask=never")
            #expect(page.outcome == "locked")
            try system.disk.expectUntouched()
            let log = try bench.content(of: run.stick).expectLog(.locked, of: [system.disk])
            #expect(log.unlocked.isEmpty)
            #expect(log.end?.code == "no-matching-key")
            #expect(log.end?.reason.contains(try system.systemKeys.recovery.first?.id ?? "?") == true)
            // It is the name by BitLocker's description alone: the registry stayed closed.
            #expect(log.formerNames == ["DESKTOP-FIXTURE"] && RecoverySummary(log).computers == [])
            #expect(page.transcript.contains("DESKTOP-FIXTURE (/dev/"))
            try run.expectNoSecrets(in: page)
        }
    }

    @Test("what no key opens is told with its reason: a TPM's volume, a tampered one, one without sound metadata")
    func closed() async throws {
        try await Bench.with { bench in
            let disks = [
                try bench.locked(.fixture("base-gpt"), ["--tpm"]),
                try bench.locked(.fixture("no-windows"), ["--rp", "auto", "--bad-mac"]),
                try bench.locked(
                    .fixture("empty-folder"),
                    ["--rp", "auto", "--wipe-block", "1", "--corrupt-block", "2", "--corrupt-block", "3"]),
            ]
            let keys = disks.flatMap(\.keys.values)
            let run = try LockedRun(
                on: bench, keys: ["export.json": KeyExport.graph(keys)], secrets: disks.flatMap(\.secrets))
            let page = try await run.boot(
                [.nvme(disks[0].disk.path), .ahci(disks[1].disk.path), .virtioBlock(disks[2].disk.path)],
                "unloop.ask=never")
            #expect(page.outcome == "failed")
            for disk in disks { try disk.disk.expectUntouched() }
            let log = try bench.content(of: run.stick).expectLog(.failed, of: disks.map(\.disk))
            let own = log.outcomes.first { $0.device.hasPrefix("/dev/nvme") && $0.outcome == .locked }
            #expect(own?.code == "no-usable-protector")
            #expect(log.outcomes.filter { $0.code == "damaged-bitlocker" }.count == 2)
            try run.expectNoSecrets(in: page)
        }
    }
}
