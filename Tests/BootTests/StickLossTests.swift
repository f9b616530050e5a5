import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// Sticks that are pulled, missing or dying: the machine is repaired, and the record finds its way.
@Suite("A lost stick", .needsImage, .needs(.bios), .needsDiskTools, .needsCodeReader)
struct StickLossTests {
    /// The words of the last page when no stick has the record, and when one has it.
    private let notSaved = "Log: NOT SAVED"
    private let saved = "Log: logs/"

    /// The text of the code in the plain page, which the code on the screen is a part of.
    private func expectCode(_ bench: Bench, _ machine: VirtualMachine) async throws {
        let plain = try await machine.wait(for: "Code: UNLOOP1 ", timeout: Bench.patience)
        let code = try await bench.codeOnScreen(of: machine)
        let words = code.split(separator: " ")
        #expect(words.first == "UNLOOP1" && words.contains("OUTCOME:REPAIRED") && words.contains("SERIAL:SN-291"))
        #expect(words.contains("REMOVED:1"))
        #expect(words.allSatisfy(Set(plain.split(separator: " ")).contains))
    }

    /// The record is whole, and says what was done.
    private func expectWhole(_ log: RecoveryRecord?, of disk: MachineDisk) throws {
        let log = try #require(log)
        #expect(log.problems == [] && log.chain == .whole)
        #expect(log.end?.outcome == .repaired)
        #expect(log.removedPaths.count == disk.delete.count)
    }

    @Test("pulled in the middle and put back at the end: the screen has a code until then, and the record is completed")
    func putBackAtTheEnd() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(disk.path)]), picture: "pulled",
                atTheEnd: { machine in
                    #expect(machine.transcript.contains(notSaved))
                    try await expectCode(bench, machine)
                    let mark = machine.mark
                    try machine.plugStick(stick, named: "again")
                    try await machine.wait(for: saved, after: mark, timeout: Bench.patience)
                    try await Bench.takePicture(machine, "put-back")
                },
                during: { machine in
                    machine.unplugDevice(0, when: "  Found ")
                    try await machine.wait(for: "  Found ", timeout: Bench.patience)
                })
            #expect(page.outcome == "repaired" || page.text.contains(saved))
            try disk.expectRepaired()
            let content = try bench.content(of: stick)
            #expect(content.logs.count == 1)
            try expectWhole(content.logs.first, of: disk)
            #expect(content.logs.first?.notes("stick-lost").count == 1)
            #expect(content.fileSystemProblems == "" && content.changesElsewhere == [])
        }
    }

    @Test("pulled and put back while the machine works: the record is completed")
    func putBackInTheMiddle() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            _ = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(disk.path)]),
                atTheEnd: { try await $0.wait(for: saved, timeout: Bench.patience) },
                during: { machine in
                    try await machine.wait(for: "Disk /dev/nvme", timeout: Bench.patience)
                    try machine.unplugDevice(0)
                    try machine.plugStick(stick, named: "again")
                })
            try disk.expectRepaired()
            let content = try bench.content(of: stick)
            #expect(content.logs.count == 1)
            try expectWhole(content.logs.first, of: disk)
            #expect(content.fileSystemProblems == "")
        }
    }

    @Test("pulled and replaced: the other stick gets the whole record, and the first keeps what it had")
    func replaced() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let sticks = [try bench.stick("first"), try bench.stick("second")]
            _ = try await bench.boot(
                bench.direct([.usbStick(sticks[0]), .nvme(disk.path)]),
                atTheEnd: { machine in
                    try machine.plugStick(sticks[1], named: "other")
                    try await machine.wait(for: saved, timeout: Bench.patience)
                },
                during: { machine in
                    machine.unplugDevice(0, when: "  Found ")
                    try await machine.wait(for: "  Found ", timeout: Bench.patience)
                })
            try disk.expectRepaired()
            let cut = try #require(try bench.content(of: sticks[0]).logs.first)
            #expect(cut.chain == .cut && !cut.isComplete)
            let content = try bench.content(of: sticks[1])
            try expectWhole(content.logs.first, of: disk)
            #expect(content.fileSystemProblems == "")
            let whole = try #require(content.logs.first)
            #expect(Array(whole.records.prefix(cut.records.count)) == cut.records)

            // The next run on the first stick mends it, and tells the cut run and its own apart.
            let next = try await bench.boot(
                bench.direct([.usbStick(sticks[0]), .nvme(disk.path)], "unloop.then=poweroff"))
            #expect(next.outcome == "nothing-to-do")
            let mended = try bench.content(of: sticks[0])
            #expect(mended.logs.count { $0.chain == .cut } == 1)
            let own = try #require(mended.logs.first { $0.chain == .whole })
            #expect(mended.logs.count == 2 && own.notes("stick-mended").count == 1)
            #expect(mended.fileSystemProblems == "")
        }
    }

    @Test("missing from the start: waited for, then worked without, and written when it comes")
    func missing() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            _ = try await bench.boot(
                bench.direct([.nvme(disk.path)]), picture: "missing",
                atTheEnd: { machine in
                    #expect(machine.transcript.contains("no stick with a log partition was found"))
                    try await expectCode(bench, machine)
                    try machine.plugStick(stick, named: "late")
                    try await machine.wait(for: saved, timeout: Bench.patience)
                })
            try disk.expectRepaired()
            let content = try bench.content(of: stick)
            try expectWhole(content.logs.first, of: disk)
            #expect(content.fileSystemProblems == "")
        }
    }

    @Test("dying: every write fails, and the screen has the record")
    func dying() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            var configuration = try bench.direct([.nvme(disk.path)])
            configuration.extraArguments = try bench.dyingStick(stick)
            let page = try await bench.boot(configuration, picture: "dying") { machine in
                #expect(machine.transcript.contains(notSaved))
                try await expectCode(bench, machine)
            }
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
            #expect(try DiskComparison.differingRanges(ImageUnderTest.stick, stick) == [])
        }
    }
}
