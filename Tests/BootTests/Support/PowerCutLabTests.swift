import Diagnostics
import Foundation
import RecoveryLog
import Testing
import Vocabulary

@testable import VMLab

/// What the lab makes of a log of writes, on logs made by hand.
@Suite struct WriteLogTests {
    private static let sector = 512
    private let folder: LabFolder

    init() throws { folder = try LabFolder() }

    /// A sector of little-endian numbers.
    private static func header(_ fields: UInt64...) -> [UInt8] {
        let bytes = fields.flatMap { field in withUnsafeBytes(of: field.littleEndian) { Array($0) } }
        return bytes + [UInt8](repeating: 0, count: sector - bytes.count)
    }

    private static func write(_ first: UInt64, _ fill: UInt8..., flags: UInt64 = 0) -> [UInt8] {
        header(first, UInt64(fill.count), flags, 0) + fill.flatMap { [UInt8](repeating: $0, count: sector) }
    }

    private static let start = header(0x6A_7366_7773_6872, 1, 0, 512)
    private static let flush = header(0, 0, 1, 0)

    private func log(_ bytes: [UInt8]) throws -> WriteLog {
        let path = folder("log")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try WriteLog(reading: path)
    }

    /// What a disk of 32 sectors of 0xFF holds after the replay: the first byte of each sector.
    private func sectors(_ log: WriteLog, losing loss: CacheLoss? = nil) throws -> [UInt8] {
        let image = URL(fileURLWithPath: folder("image"))
        try Data(repeating: 0xFF, count: 32 * Self.sector).write(to: image)
        try log.replay(onto: image.path, losing: loss)
        let bytes = try Data(contentsOf: image)
        #expect(bytes.count == 32 * Self.sector)
        return stride(from: 0, to: bytes.count, by: Self.sector).map { start in
            #expect(Set(bytes[start..<start + Self.sector]).count == 1, "a sector is whole")
            return bytes[start]
        }
    }

    @Test func writesAndFlushesAreRead() throws {
        let log = try log(Self.start + Self.write(3, 1, 2) + Self.flush + Self.write(4, 3, flags: 2))
        #expect(
            log.entries == [
                WriteLog.Entry(range: 1536..<2560, source: 1024, isFlush: false, isForced: false),
                WriteLog.Entry(range: 0..<0, source: 2560, isFlush: true, isForced: false),
                WriteLog.Entry(range: 2048..<2560, source: 3072, isFlush: false, isForced: true),
            ])
        #expect(log.count == 3)
        #expect(log.cachedCount() == 0, "forced writes are in no cache")
        #expect(log.cachedCount(after: 1) == 1)
        #expect(log.cachedCount(after: 2) == 0)
    }

    @Test func allIsThereWithoutALoss() throws {
        let log = try log(Self.start + Self.write(3, 1, 2) + Self.flush + Self.write(4, 3))
        var expected = [UInt8](repeating: 0xFF, count: 32)
        expected[3...4] = [1, 3]
        #expect(try sectors(log) == expected)
    }

    @Test func whatIsNotWhollyThereDoesNotCount() throws {
        let whole = Self.start + Self.write(3, 1)
        for rest in [Self.write(5, 2, 3).dropLast(1), Self.header(0, 0, 0, 0)[...], Self.flush.dropLast(1)] {
            #expect(try log(whole + rest).count == 1)
        }
        #expect(try log([]).count == 0)
        #expect(try log(Self.header(0) + Self.write(3, 1)).count == 1, "before the first flush")
    }

    @Test func anotherFileIsRefused() throws {
        let error = #expect(throws: LabError.self) { try log([UInt8](repeating: 7, count: 1024)) }
        #expect(error?.code == .hostFailure)
    }

    @Test func onlyTheCacheLoses() throws {
        let log = try log(
            Self.start + Self.write(1, 1) + Self.write(2, 2) + Self.flush + Self.write(3, 3, flags: 2)
                + Self.write(8, 11, 12, 13, 14, 15, 16, 17, 18))
        var seen: Set<[UInt8]> = []
        for seed in 0..<200 {
            let loss = CacheLoss(seed: UInt64(seed), unit: 512)
            let result = try sectors(log, losing: loss)
            #expect(result[1...3] == [1, 2, 3], "flushed or forced")
            for (index, byte) in result.enumerated().dropFirst(4) {
                #expect(byte == 0xFF || (8..<16).contains(index) && byte == UInt8(index + 3))
            }
            #expect(try sectors(log, losing: loss) == result, "the same seed loses the same")
            seen.insert(Array(result[8..<16]))
        }
        #expect(seen.contains(Array(11...18)), "sometimes all is there")
        #expect(seen.contains([UInt8](repeating: 0xFF, count: 8)), "sometimes nothing")
        #expect(seen.count > 40, "mostly some of it")
    }

    @Test func aUnitIsNotTorn() throws {
        let log = try log(Self.start + Self.header(6, 12, 0, 0) + [UInt8](repeating: 1, count: 12 * 512))
        for seed in 0..<100 {
            let result = try sectors(log, losing: CacheLoss(seed: UInt64(seed), unit: 4096))
            for unit in [6..<8, 8..<16, 16..<18] { #expect(Set(result[unit]).count == 1) }
        }
    }
}

/// What the cuts are measured by.
@Suite struct PowerCutMeasureTests {
    private let events: [LogEvent] = ["one", "two", "three"].map { word in
        .note(NoteEvent(code: .detail, message: word))
    }

    /// What a screen shows before the stick is there, then a volume, then these notes.
    private func transcript(_ rest: String) -> String {
        "SeaBIOS\r\nUnloop 0.1.0, image x, run y\r\n\r\nDisk /dev/sda: usb\r\n[   15.1] kernel\r\n" + rest
    }

    @Test func aStepAcknowledgesAllBeforeIt() {
        let head = ["Unloop 0.1.0, image x, run y", "Disk /dev/sda: usb"]
        #expect(PowerCutConsole(transcript("")).acknowledged == [], "the stick may not be there yet")
        #expect(PowerCutConsole(transcript("Volume /dev/sda1: vfat\r\n")).acknowledged == head)
        let state = transcript("Volume /dev/sda1: NTFS\r\n  State     dirty flag set\r\n  Note      a [b]\r\n  Wi")
        #expect(
            PowerCutConsole(state).acknowledged
                == head + ["Volume /dev/sda1: NTFS", "  State     dirty flag set"], "the note is not acknowledged yet")
        let end = transcript("Volume /dev/sda1: vfat\r\n====\r\nREPAIRED\r\n====\r\nReason      x\r\n")
        #expect(PowerCutConsole(end).acknowledged == head + ["Volume /dev/sda1: vfat"])
        #expect(PowerCutConsole(end + "Unloop outcome: repaired\r\n").acknowledged.last == "Reason      x")
    }

    @Test func aLostLineIsFound() {
        let lines = ["  Note      one [word]", "  Note      two [word]"]
        let shown = PowerCutConsole("Unloop 1\n" + lines.joined(separator: "\n") + "\nUnloop outcome: failed\n")
        let start = LogEvent.note(NoteEvent(code: .detail, message: "y"))
        #expect(shown.acknowledged == ["Unloop 1"] + lines)
        #expect(shown.firstLost(in: []) == "Unloop 1")
        #expect(shown.firstLost(in: [start] + events) == "Unloop 1")
        let console = PowerCutConsole(acknowledged: lines)
        #expect(console.firstLost(in: events) == nil)
        #expect(console.firstLost(in: Array(events.prefix(2))) == nil)
        #expect(console.firstLost(in: Array(events.prefix(1))) == lines[1])
        #expect(console.firstLost(in: [events[0], events[2]]) == lines[1])
    }

    @Test func cutsAreSpreadOverTheWholeRun() {
        let plan = PowerCutPlan(writes: 150, duration: .seconds(3))
        for (count, least) in [(20, 1), (200, 19)] {
            let parts = Dictionary(grouping: (1...count).map { (plan.moment($0).writes - 1) / 15 }, by: \.self)
            #expect(Set(parts.keys) == Set(0..<10))
            #expect(parts.values.allSatisfy { $0.count >= least })
        }
        let late = (1...20).map { plan.moment($0).delay }.filter { $0 > .zero }
        #expect(late.count == 10 && late.allSatisfy { $0 < .milliseconds(300) })
    }
}
