import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab
import Vocabulary

/// Machines whose key is on the stick, though nothing beside it says so: no hand is needed.
@Suite("Key search", .needsImage, .needs(.bios), .needsDiskTools, .needsFixtures, .needsBitLockerTools)
struct KeySearchTests {
    /// Exports that name another computer, or another protector, than the volume does.
    private static let misleading = [
        "HostName,RecoveryPassword\nPC-0042,KEY\nPC-0043,\(KeyExport.otherPassword(3))\n",
        "HostName,RecoveryPassword\nFRONTDESK-LOBBY-12,KEY\nFRONTDESK-HALL,\(KeyExport.otherPassword(4))\n",
        "KeyID,HostName,RecoveryKey\n\(KeyExport.otherID(7)),PC-0042,KEY\n",
    ]

    @Test("a key that is filed under another name, a longer name or another id opens the volume", arguments: misleading)
    func filedElsewhere(table: String) async throws {
        try await Bench.with { bench in
            let system = try bench.locked(
                .fixture("base-gpt"), ["--tpm", "--rp", "auto", "--description", "FRONTDESK-LOBBY C: 7/19/2024"])
            let password = try #require(try system.systemKeys.recovery.first?.password)
            let run = try LockedRun(
                on: bench, keys: ["keys.csv": table.replacing("KEY", with: password)], secrets: system.secrets)
            let page = try await run.boot([.nvme(system.disk.path)], "unloop.ask=never")
            #expect(page.outcome == "repaired")
            try system.expectRepaired()
            _ = try bench.content(of: run.stick).expectLog(.repaired, of: [system.plain])
            try run.expectNoSecrets(in: page)
        }
    }

    @Test("the last of many keys without an id opens the volume; the screen counts them")
    func manyKeys() async throws {
        try await Bench.with { bench in
            let system = try bench.locked(.fixture("base-gpt"))
            let password = try #require(try system.systemKeys.recovery.first?.password)
            let keys = (0..<3).map(KeyExport.otherPassword) + [password]
            let run = try LockedRun(
                on: bench, keys: ["keys.txt": keys.joined(separator: "\n")], secrets: system.secrets)
            let page = try await run.boot([.nvme(system.disk.path)], "unloop.ask=never")
            #expect(page.outcome == "repaired")
            try system.expectRepaired()
            #expect(page.transcript.contains("Trying key 1 of 4 on /dev/nvme0n1p3"))
            _ = try bench.content(of: run.stick).expectLog(.repaired, of: [system.plain])
            try run.expectNoSecrets(in: page)
        }
    }

    @Test("beyond the limit of tries the volume stays locked, and record and screen say how many keys were not tried")
    func limit() async throws {
        try await Bench.with { bench in
            let system = try bench.locked(.fixture("base-gpt"))
            let password = try #require(try system.systemKeys.recovery.first?.password)
            let keys = (0..<6).map(KeyExport.otherPassword) + [password]
            let run = try LockedRun(
                on: bench, keys: ["keys.txt": keys.joined(separator: "\n")], secrets: system.secrets)
            let page = try await run.boot([.nvme(system.disk.path)], "unloop.ask=never", "unloop.key-tries=2")
            #expect(page.outcome == "locked")
            try system.disk.expectUntouched()
            let log = try bench.content(of: run.stick).expectLog(.locked, of: [system.disk])
            let words = "none of the 2 keys tried opens it, 5 not tried (the limit of key-tries)"
            #expect(log.notes("keys-tried").map(\.message) == [words])
            #expect(log.end?.reason.contains(words) == true)
            #expect(page.transcript.contains(words))
            try run.expectNoSecrets(in: page)
        }
    }

    @Test("keys in folders and archives of keys/, as Windows saves them in a root, on the stick and on another one")
    func otherPlaces() async throws {
        try await Bench.with { bench in
            let disks = try ["base-gpt", "no-windows", "empty-folder"].map {
                try bench.locked(.fixture($0), ["--rp", "auto"])
            }
            let recovery = try disks.map { try #require(try $0.systemKeys.recovery.first) }
            let run = try LockedRun(on: bench, secrets: [])
            /// The file that Windows saves.
            func saved(_ number: Int) throws -> String {
                let key = recovery[number]
                let text =
                    "BitLocker Drive Encryption recovery key\r\n\r\nIdentifier:\r\n\r\n\t\(key.id.uppercased())\r\n\r\n"
                    + "Recovery Key:\r\n\r\n\t\(key.password)\r\n"
                return try file("BitLocker Recovery Key \(key.id.uppercased()).TXT", text)
            }
            func file(_ name: String, _ text: String) throws -> String {
                let url = bench.folder.appendingPathComponent(name)
                try Data(text.utf8).write(to: url)
                return url.path
            }
            func mtools(_ arguments: String...) throws {
                try Shell.run(arguments, environment: ["MTOOLS_SKIP_CHECK": "1"], directory: bench.folder)
            }
            let volume = try bench.logVolume(of: run.stick)
            try Shell.run("python3", "-m", "zipfile", "-c", "export.zip", try saved(0), directory: bench.folder)
            try mtools("mmd", "-i", volume, "::/keys/site 7", "::/keys/site 7/ward")
            try mtools("mcopy", "-i", volume, "export.zip", "::/keys/site 7/ward/")
            try mtools("mcopy", "-i", volume, try saved(1), "::/")
            let misplaced = "KeyID,Key\n\(KeyExport.otherID(1)),\(KeyExport.otherPassword(1))\n"
            try mtools("mcopy", "-i", volume, try file("export.csv", misplaced), "::/")
            let own = bench.folder.appendingPathComponent("own.img").path
            try Shell.run("mkfs.fat", "-C", own, "16384")
            try mtools("mcopy", "-i", own, try saved(2), "::/")
            let page = try await run.boot(
                [
                    .usbStick(own), .nvme(disks[0].disk.path), .ahci(disks[1].disk.path),
                    .virtioBlock(disks[2].disk.path),
                ], "unloop.ask=never")
            #expect(page.outcome == "repaired")
            let log = try bench.content(of: run.stick).expectLog(.repaired, of: [disks[0].plain])
            #expect(Set(log.unlocked.map(\.protectorID)) == Set(recovery.map(\.id)))
            #expect(log.notes("unread-keys").map(\.message).count == 1)
            #expect(log.notes("unread-keys").first?.message.hasPrefix("export.csv holds keys and was not used") == true)
        }
    }
}
