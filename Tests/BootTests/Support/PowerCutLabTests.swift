import Foundation
import Testing

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
