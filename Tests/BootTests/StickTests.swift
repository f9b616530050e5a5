import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab
import Vocabulary

/// Sticks other than the usual one.
@Suite("Sticks", .needsImage, .needs(.bios), .needsDiskTools)
struct StickTests {
    @Test("of two of the same image, one gets the log and the other stays as it was")
    func two() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let sticks = [try bench.stick("first"), try bench.stick("second")]
            let page = try await bench.boot(
                bench.direct([.usbStick(sticks[0]), .usbStick(sticks[1]), .nvme(disk.path)], "unloop.then=poweroff"))
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
            let contents = try sticks.map { try bench.content(of: $0) }
            let used = try #require(contents.first { !$0.logs.isEmpty })
            try used.expectLog(.repaired, of: [disk])
            let changes = try sticks.map { try DiskComparison.differingRanges(ImageUnderTest.stick, $0) }
            #expect(changes.filter { !$0.isEmpty }.count == 1)
        }
    }

    @Test(
        "with two of the same image, one of which is only to look, nothing is written, whichever comes first",
        arguments: [0, 1])
    func twoWithDifferentSettings(careful: Int) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let sticks = [try bench.stick("first"), try bench.stick("second")]
            try bench.put("look-only: true\n", as: "unloop.yaml", on: sticks[careful])
            let page = try await bench.boot(
                bench.direct([.usbStick(sticks[0]), .usbStick(sticks[1]), .nvme(disk.path)], "unloop.then=poweroff"))
            #expect(page.outcome == "refused")
            #expect(page.transcript.contains("is another stick of the same image"))
            try disk.expectUntouched()
            let log = try #require(try sticks.flatMap { try bench.content(of: $0).logs }.first)
            #expect(log.end?.code == "look-only" && log.notes("several-sticks").count == 1)
        }
    }

    @Test(
        "a write-protected one: the repair happens, its settings hold, and the screen has the record",
        .needsCodeReader, arguments: ["quiet", "nomodeset"])
    func writeProtected(graphics: String) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            try bench.put("no-such-setting: true\n", as: "unloop.yaml", on: stick)
            let original = try bench.stick("original", from: stick)
            let page = try await bench.boot(
                bench.direct([.usbStick(stick, readOnly: true), .nvme(disk.path)], graphics),
                picture: "write-protected-\(graphics)"
            ) { machine in
                let plain = try await machine.wait(for: "Code: UNLOOP1 ", timeout: Bench.patience)
                let words = try await bench.codeOnScreen(of: machine).split(separator: " ")
                #expect(words.starts(with: ["UNLOOP1", "OUTCOME:REPAIRED"]) && words.contains("SERIAL:SN-291"))
                #expect(words.allSatisfy(Set(plain.split(separator: " ")).contains))
            }
            #expect(page.outcome == "repaired")
            #expect(page.text.contains("NOT SAVED") && page.text.contains("write-protected"))
            #expect(page.transcript.contains("no-such-setting"))
            try disk.expectRepaired()
            #expect(try DiskComparison.differingRanges(original, stick) == [])
        }
    }

    /// Its settings are there, and nobody reads them; the record goes to another stick.
    @Test("one that Windows has formatted as NTFS: named, and the machine is only looked at")
    func formattedAnew() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            let partition = try #require(
                try PartitionTable(of: stick).partitions.first { $0.name == StickName.logPartition })
            let volume = bench.folder.appendingPathComponent("log.ntfs").path
            try Shell.run("truncate", "-s", "\(partition.size)", volume)
            try Shell.run("/usr/sbin/mkntfs", "-q", "-F", "-f", "-L", StickName.logPartition, volume)
            try Shell.run(
                "dd", "if=\(volume)", "of=\(stick)", "bs=512", "seek=\(partition.start / 512)", "conv=notrunc",
                "status=none")
            let other = try bench.stick("other")
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .usbStick(other), .nvme(disk.path)]), picture: "stick-is-ntfs")
            #expect(page.outcome == "refused")
            #expect(page.text.contains("is NTFS, not FAT32: its settings and keys were not read"))
            try disk.expectUntouched()
            let log = try #require(try bench.content(of: other).logs.first)
            #expect(page.text.contains("Next: Collect what logs can still be read from UNLOOP-LOG"))
            #expect(log.end?.code == ReasonCode.lookOnly.rawValue)
            #expect(log.notes(NoteCode.stickUnusable.rawValue).count == 1)
        }
    }

    @Test("a nearly full one: the screen says so before the work, the record comes first, and nothing is copied")
    func full() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            try bench.fill(stick, leaving: 4 << 20)
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(disk.path)], "unloop.then=poweroff"))
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
            let content = try bench.content(of: stick)
            #expect(content.fileSystemProblems == "")
            let log = try #require(content.logs.first)
            #expect(log.chain == .whole && log.end?.outcome == .repaired)
            let names = log.records.map { record in
                if case .note(let note) = record.event { note.code } else { record.event.name }
            }
            let told = try #require(names.firstIndex(of: "stick-full"))
            let begun = try #require(names.firstIndex(of: "mounted"))
            #expect(told < begun)
            #expect(names.filter { $0 == "no-copy" }.count == disk.delete.count && !names.contains("copied"))
            #expect(log.matches.allSatisfy { $0.sha256 != nil })
        }
    }

    @Test("one without any room: the repair happens, and the screen has the record", .needsCodeReader)
    func overfull() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            try bench.fill(stick, leaving: 0)
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(disk.path)]), picture: "overfull"
            ) { machine in
                let code = try await bench.codeOnScreen(of: machine)
                #expect(code.contains("OUTCOME:REPAIRED"))
            }
            #expect(page.outcome == "repaired")
            #expect(page.text.contains("NOT SAVED: the stick is full"))
            try disk.expectRepaired()
            #expect(try bench.content(of: stick).fileSystemProblems == "")
        }
    }

    @Test("one with thousands of runs takes the next one")
    func thousands() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            try bench.addLogs(days: 20, to: stick)
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(disk.path)], "unloop.then=poweroff"))
            #expect(page.outcome == "repaired")
            let content = try bench.content(of: stick)
            #expect(content.fileSystemProblems == "")
            #expect(content.logs.count == 3001)
            let log = try #require(content.logs.first { $0.isComplete })
            #expect(log.chain == .whole && log.end?.outcome == .repaired)
        }
    }

    /// A disk of the machine, and a stick of somebody else, both with the name of the log partition.
    @Test(
        "foreign volumes of the same name are not written; a stick that was labelled for it is, after a network boot",
        arguments: ["stick", "network"])
    func foreign(medium: String) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let volumes = try ["internal", "stick"].map { try bench.fatVolume($0, label: "UNLOOP-LOG") }
            let before = try volumes.map { try MachineDisk($0, delete: []) }
            let page = try await bench.boot(
                bench.direct(
                    [.nvme(disk.path), .ahci(volumes[0]), .usbStick(volumes[1])], "unloop.from=\(medium)"))
            #expect(page.outcome == "repaired")
            try before[0].expectUntouched()
            if medium == "stick" {
                try before[1].expectUntouched()
                #expect(page.text.contains("no stick with a log partition was found"))
            } else {
                #expect(page.text.contains("Log: logs/"))
            }
        }
    }
}
