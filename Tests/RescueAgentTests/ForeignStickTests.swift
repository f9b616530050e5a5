import AgentScreen
import Foundation
import RecoveryLog
import RepairEngine
import RunSettings
import TestSupport
import Testing
import Vocabulary

@testable import RescueAgent

/// A log partition that somebody has formatted as something else: what its settings forbid is not known.
@Suite struct ForeignStickTests {
    private struct Run {
        let rules: RulesInForce
        let engine: RepairEngine
        let log: RunLog
        let stick: StickSink
    }

    private func run(_ words: [String: String] = [:]) -> Run {
        let stick = StickSink()
        let screen = Screen(on: [])
        let log = RunLog(start: start, screen: screen, sinks: [stick], drill: nil)
        let engine = RepairEngine(remedies: [], settings: RepairSettings(), recorder: log, quarantine: nil)
        let rules = RulesInForce(
            RunRules.read(commandLine: words, source: nil), commandLine: words, log: log, engine: engine, screen: screen
        )
        return Run(rules: rules, engine: engine, log: log, stick: stick)
    }

    @Test func itIsToldAndTheRunOnlyLooksAndAsksNobody() throws {
        let run = run()
        run.rules.tighten(byForeign: "NTFS", on: "/dev/sda2")
        #expect(run.rules.settings.lookOnly.value && run.rules.settings.ask.value == .never)
        #expect(run.engine.settings.lookOnly)
        #expect(!run.rules.remarks.contains { $0.contains("different remedies") })
        let remark = try #require(run.rules.remarks.first { $0.contains("UNLOOP-LOG") })
        #expect(remark.contains("UNLOOP-LOG (/dev/sda2) is NTFS, not FAT32: its settings and keys were not read"))
        #expect(remark.contains("then format it as FAT32 with that name, or write the stick again"))
        try withScratch { root throws in
            run.stick.open(in: root, for: run.log)
            let record = try #require(try StickContentReader.logs(in: root).first)
            #expect(record.contains("stick-unusable") && record.contains("is NTFS"))
        }
    }

    @Test func theNextStepIsTheStick() {
        let first =
            "Collect what logs can still be read from UNLOOP-LOG (unloop log collect). Then format it as FAT32 with that name, "
            + "or write the stick again, and start it again."
        #expect(RulesInForce.advice(besideForeignStick: "Repair.", .lookOnly) == first)
        let both = RulesInForce.advice(besideForeignStick: "Look up the key.", .noMatchingKey)
        #expect(both == first + " Look up the key.")
    }

    @Test func anotherSticksSettingsDoNotLiftThat() throws {
        try withScratch { root throws in
            try makeFile("\(root)/unloop.yaml", "look-only: false\nask: always\n")
            let run = run()
            run.rules.tighten(byForeign: "exFAT", on: "/dev/sda2")
            run.rules.read(from: StickSource(root: root))
            #expect(run.rules.settings.lookOnly.value && run.rules.settings.ask.value == .never)
        }
    }

    /// Whoever starts the machine decides.
    @Test func theCommandLineHolds() {
        let run = run(["unloop.look-only": "no", "unloop.ask": "always"])
        run.rules.tighten(byForeign: "NTFS", on: "/dev/sda2")
        #expect(!run.rules.settings.lookOnly.value && run.rules.settings.ask.value == .always)
    }
}

private enum StickContentReader {
    /// The texts of the logs in a folder.
    static func logs(in root: String) throws -> [String] {
        let files = FileManager.default.enumerator(atPath: "\(root)/logs")?.compactMap { $0 as? String } ?? []
        return try files.filter { $0.hasSuffix(".jsonl") }.map {
            try String(contentsOfFile: "\(root)/logs/\($0)", encoding: .utf8)
        }
    }
}
