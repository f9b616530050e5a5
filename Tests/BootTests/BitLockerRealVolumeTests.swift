import Digests
import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab
import Vocabulary

/// Volumes that Windows has made, of every kind that the fixtures have, in a booted image.
@Suite("BitLocker volumes", .needsImage, .needs(.bios), .needsDiskTools, .needsFixtures)
struct BitLockerRealVolumeTests {
    /// What the agent says of the volumes that it cannot open, whatever key there is.
    private static let closed = [
        // Encrypt-on-write, and a conversion that is half done.
        "bitlk-aes-xts-128-eow": "unsupported-bitlocker",
        "bitlk-partially-encrypted-aes-cbc-128": "unsupported-bitlocker",
        "dissect-win7_partial": "unsupported-bitlocker", "dissect-eow_partial": "unsupported-bitlocker",
        "dissect-vista": "unsupported-bitlocker", "dissect-decrypted": "unsupported-bitlocker",
    ]

    @Test("every volume opens with its recovery password or clear key, and says what it lacks")
    func recoveryPasswords() async throws {
        try await Bench.with { bench in
            let disk = try Self.disk(
                on: bench,
                part: [
                    "bitlk-togo-aes-xts-128", "bitlk-aes-xts-128-new-entry", "bitlk-aes-xts-128-smart-card",
                    "bitlk-aes-xts-128-clearkey-only", "dissect-recovery_password", "dissect-suspended",
                    "dissect-aes_128",
                ])
            var rows = disk.volumes.compactMap(\.recoveryPasswords.first).map { "\($0.id ?? ""),\($0.text)" }
            // Without identifiers: of dissect's recovery_password, vista and win7_partial.
            rows += [
                ",284867-596541-514998-422114-660297-261613-215424-199408",
                ",517506-503998-044583-576191-587004-635965-501270-087802",
                ",131450-120197-153989-250338-511368-495572-680944-381546",
            ]
            let outcomes = try await outcomes(of: disk, on: bench, keys: ["keys.csv": rows], files: [])
            let wanted = Dictionary(
                uniqueKeysWithValues: disk.volumes.map { volume -> (String, String) in
                    if let code = Self.closed[volume.name], volume.name != "dissect-eow_partial" {
                        return (volume.name, code)
                    }
                    switch volume.name {
                    case "bitlk-aes-xts-128-clearkey-only", "dissect-suspended": return (volume.name, "clear-key")
                    case _ where volume.name.hasPrefix("bitlk-"), "dissect-recovery_password":
                        return (volume.name, "recovery-password")
                    default: return (volume.name, "no-matching-key")
                    }
                })
            expect(outcomes, wanted)
        }
    }

    @Test("every volume opens with its password, startup key or second recovery password, and says what it lacks")
    func otherKeys() async throws {
        try await Bench.with { bench in
            let disk = try Self.disk(
                on: bench,
                part: [
                    "bitlk-aes-xts-128-startup-key", "bitlk-aes-xts-128-startup-key-win11",
                    "bitlk-aes-xts-128-two-recovery", "bitlk-aes-xts-128-unicode", "dissect-startup_key",
                    "dissect-recovery_key", "dissect-aes_128_diffuser",
                ])
            let fixtures = try #require(Fixtures.folder)
            let folders = [
                bench.folder.appendingPathComponent("bitlk-images"),
                fixtures.appendingPathComponent("real/dissect.fve"),
            ]
            let startupKeys = try folders.flatMap { folder in
                try FileManager.default.contentsOfDirectory(atPath: folder.path)
                    .filter { $0.lowercased().hasSuffix(".bek") }.map { folder.appendingPathComponent($0) }
            }
            #expect(startupKeys.count == 4)
            // A volume with two recovery passwords is opened by the second here; the password of dissect's volumes comes
            // without an identifier.
            let two = disk.volumes.filter { $0.recoveryPasswords.count == 2 }
            let passwords = disk.volumes.filter { $0.recoveryPasswords.count < 2 }.flatMap(\.passwords)
            let outcomes = try await outcomes(
                of: disk, on: bench,
                keys: [
                    "second.csv": two.map { "\($0.recoveryPasswords[1].id ?? ""),\($0.recoveryPasswords[1].text)" },
                    "passwords.csv": passwords.map { "\($0.id ?? ""),,\($0.text)" } + [",,password12!@"],
                ], files: startupKeys)
            let wanted = Dictionary(
                uniqueKeysWithValues: disk.volumes.map { volume -> (String, String) in
                    if let code = Self.closed[volume.name] { return (volume.name, code) }
                    switch volume.name {
                    case "bitlk-aes-xts-128-clearkey-only", "dissect-suspended": return (volume.name, "clear-key")
                    case "bitlk-aes-xts-128-two-recovery": return (volume.name, "recovery-password")
                    case "bitlk-aes-xts-128-smart-card": return (volume.name, "no-matching-key")
                    case "bitlk-aes-xts-128-startup-key", "bitlk-aes-xts-128-startup-key-win11", "dissect-startup_key",
                        "dissect-recovery_key":
                        return (volume.name, "startup-key")
                    default: return (volume.name, "password")
                    }
                })
            expect(outcomes, wanted)
        }
    }

    @Test("the plain content of every volume has the documented hash")
    func contents() async throws {
        try await Bench.with { bench in
            let all = try FixtureVolume.ofCryptsetup(in: bench.folder)
            let part = [
                "bitlk-aes-cbc-128-4k", "bitlk-aes-cbc-elephant-256", "bitlk-aes-xts-256",
            ]
            let volumes = Self.choose(part, of: all)
            let disk = try FixtureVolumeDisk(volumes, path: bench.folder.appendingPathComponent("volumes.img").path)
            let reader = VolumeReader(disk)
            let opened = volumes.filter { Self.closed[$0.name] == nil }
            #expect(reader.volumes.count == opened.count, "all but those that cannot be opened")
            let hashes = try await reader.read(on: bench)
            for volume in reader.volumes { #expect(hashes[volume.name] == volume.hash, "\(volume.name)") }
        }
    }

    /// A disk with the volumes of both collections: all of them, or those that no key opens and a part of the others.
    private static func disk(on bench: Bench, part: [String]) throws -> FixtureVolumeDisk {
        let all = try FixtureVolume.ofCryptsetup(in: bench.folder) + FixtureVolume.ofDissect(in: bench.folder)
        #expect(all.count == 21 + 14)
        let volumes = choose(part + closed.keys, of: all)
        return try FixtureVolumeDisk(volumes, path: bench.folder.appendingPathComponent("volumes.img").path)
    }

    /// Named volumes, or all in a long run: to stretch the key of one takes the emulator 5 to 15 s.
    private static func choose(_ part: [String], of all: [FixtureVolume]) -> [FixtureVolume] {
        let chosen = all.filter { part.contains($0.name) }
        #expect(chosen.count == part.count)
        return LongSeries.choose(chosen, of: all)
    }

    /// By the volume's name: the kind of protector that opened it, or the code of the reason why none did.
    private func outcomes(
        of disk: FixtureVolumeDisk, on bench: Bench, keys: [String: [String]], files: [URL]
    ) async throws -> [String: String] {
        let before = try MachineDisk(disk.path, delete: [])
        let tables = keys.mapValues { (["id,key,passphrase"] + $0).joined(separator: "\n") }
        let run = try LockedRun(on: bench, keys: tables, secrets: [])
        for file in files { try bench.put(file, inKeysOf: run.stick) }
        _ = try await run.boot([.nvme(disk.path)], "unloop.ask=never", processors: 2, patience: Bench.patience * 4)
        try before.expectUntouched()
        let log = try #require(try bench.content(of: run.stick).logs.first)
        #expect(log.problems == [])
        #expect(try LogSchema.problems(in: log.path) == "")
        var outcomes: [String: String] = [:]
        for event in log.outcomes
        where event.outcome == .locked || event.code == ReasonCode.damagedBitLocker.rawValue {
            if let name = disk.name(of: event.device) { outcomes[name] = event.code }
        }
        for event in log.unlocked {
            guard let name = disk.name(of: event.device) else { continue }
            #expect(outcomes[name] == nil)
            outcomes[name] = event.protectorKind.rawValue
        }
        return outcomes
    }

    private func expect(_ outcomes: [String: String], _ wanted: [String: String]) {
        for (name, code) in wanted.sorted(by: { $0.key < $1.key }) { #expect(outcomes[name] == code, "\(name)") }
        #expect(outcomes.count == wanted.count)
    }
}
