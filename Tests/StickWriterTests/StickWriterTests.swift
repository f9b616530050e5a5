import Diagnostics
import Digests
import Foundation
import Synchronization
import Testing
import Vocabulary

@testable import StickWriter

@Suite("Writing a stick", .enabled(if: SampleStick.needsTools, "needs dosfstools and mtools"))
struct StickWriterTests {
    private let size: Int64 = 80 << 20

    /// Writes a sample stick to a disk with a fault.
    private func write(
        fault: FaultyDisk.Fault? = nil, isFull: Bool = false, isInterrupted: @escaping @Sendable () -> Bool = { false },
        _ body: (StickReport, FaultyDisk, PreparedStick) throws -> Void
    ) throws {
        try SampleStick.prepared(mebibytes: 80) { stick, folder in
            let disk = try FaultyDisk(in: folder, size: size, fault: fault, isFull: isFull)
            try body(StickWriter(stick, to: disk, isInterrupted: isInterrupted).run(), disk, stick)
        }
    }

    /// The first sector tells, and neither table nor boot sector is left.
    private func expectIncomplete(_ disk: FaultyDisk, _ stick: PreparedStick) throws {
        #expect(try disk.bytes(0..<512) == IncompleteMark.sector)
        for range in stick.plan.seal where range.lowerBound != 0 {
            #expect(try disk.bytes(range).allSatisfy { $0 == 0 })
        }
        #expect(try disk.bytes(512..<4096).allSatisfy { $0 == 0 })
    }

    @Test("all of the plan is written and nothing else, the tables last")
    func whole() throws {
        try write(isFull: true) { report, disk, stick throws in
            #expect(report.outcome == .written)
            #expect(report.problem == nil)
            #expect(report.bytesWritten == stick.plan.byteCount)
            let covered = (stick.plan.body + stick.plan.seal).sorted { $0.lowerBound < $1.lowerBound }
            for (range, digest) in zip(stick.plan.body + stick.plan.seal, stick.bodyDigests + stick.sealDigests) {
                #expect(try SHA256Hasher.hash(disk.bytes(range)) == digest)
            }
            var end: Int64 = 0
            for range in covered {
                #expect(try disk.bytes(end..<range.lowerBound).allSatisfy { $0 == 0xA5 })
                end = range.upperBound
            }
            #expect(disk.log.first == 0..<4096)
            #expect(disk.log.last == 0..<4096)
            #expect(Array(disk.log.suffix(stick.plan.seal.count)) == stick.plan.seal)
        }
    }

    @Test(
        "a wrong bit in what is read back is found, and the stick is incomplete",
        arguments: [0, 4096, 200_000] as [Int64])
    func corruption(distance: Int64) throws {
        // In the kernel's clusters, and in the last range.
        try SampleStick.prepared(mebibytes: 80) { stick, folder in
            for range in [stick.plan.body[0], stick.plan.body[stick.plan.body.count - 1]] {
                let place = range.lowerBound + distance
                let disk = try FaultyDisk(in: folder, size: size, fault: .corruption(at: place))
                let report = StickWriter(stick, to: disk).run()
                #expect(report.outcome == .incomplete)
                #expect(report.problem?.code == .notVerified)
                #expect(report.problem?.message.contains("differs from byte \(place) on") == true)
                try expectIncomplete(disk, stick)
            }
        }
    }

    @Test("a bit that is wrong only once is found too")
    func passingCorruption() throws {
        try SampleStick.prepared(mebibytes: 80) { stick, folder in
            let place = stick.plan.body[0].lowerBound + 5
            let disk = try FaultyDisk(in: folder, size: size, fault: .corruption(at: place, isLasting: false))
            let report = StickWriter(stick, to: disk).run()
            #expect(report.problem?.message.contains("one reading differs from the next") == true)
            try expectIncomplete(disk, stick)
        }
    }

    @Test("a seal that does not hold is taken back")
    func corruptSeal() throws {
        try write(fault: .corruption(at: 600)) { report, disk, stick throws in
            #expect(report.outcome == .incomplete)
            #expect(report.problem?.message.contains("differs from byte 600 on") == true)
            try expectIncomplete(disk, stick)
        }
    }

    @Test("writes that a stick only pretends to do are found")
    func lost() throws {
        try SampleStick.prepared(mebibytes: 80) { stick, folder in
            let place = stick.plan.body[stick.plan.body.count - 1].lowerBound + 77
            let disk = try FaultyDisk(in: folder, size: size, fault: .lost(at: place), isFull: true)
            let report = StickWriter(stick, to: disk).run()
            #expect(report.problem?.code == .notVerified)
            try expectIncomplete(disk, stick)
        }
    }

    @Test("a stick that is pulled in the middle says that it is incomplete")
    func pulled() throws {
        try write(fault: .pulled(afterBytes: 4 << 20)) { report, disk, stick throws in
            #expect(report.outcome == .incomplete)
            #expect(report.problem?.code == .deviceFailed)
            try expectIncomplete(disk, stick)
        }
    }

    @Test("a stick that is pulled while it is sealed has no table yet")
    func pulledAtTheEnd() throws {
        try SampleStick.prepared(mebibytes: 80) { stick, folder in
            let seal = stick.plan.seal.map { $0.upperBound - $0.lowerBound }.reduce(0, +)
            // The mark, the body, and the seal but for its last block.
            let limit = seal + stick.plan.byteCount - 4096
            let disk = try FaultyDisk(in: folder, size: size, fault: .pulled(afterBytes: limit))
            let report = StickWriter(stick, to: disk).run()
            #expect(report.outcome == .incomplete)
            #expect(try disk.bytes(0..<512) == IncompleteMark.sector)
            #expect(try disk.bytes(512..<4096).allSatisfy { $0 == 0 })
        }
    }

    @Test("a stick that takes no byte has failed")
    func dead() throws {
        try write(fault: .pulled(afterBytes: 0)) { report, disk, _ throws in
            #expect(report.outcome == .failed)
            #expect(report.bytesWritten == 0)
            #expect(try disk.bytes(0..<512).allSatisfy { $0 == 0xA5 })
        }
    }

    @Test("an interruption leaves an incomplete stick")
    func interrupted() throws {
        let questions = Counter()
        try write(isInterrupted: { questions.next() > 2 }) { report, disk, stick throws in
            #expect(report.outcome == .incomplete)
            #expect(report.problem?.code == .interrupted)
            try expectIncomplete(disk, stick)
        }
    }

    @Test("a stick of another size is not written")
    func otherSize() throws {
        try SampleStick.prepared(mebibytes: 80) { stick, folder in
            let disk = try FaultyDisk(in: folder, size: size - 512)
            #expect(StickWriter(stick, to: disk).run().outcome == .failed)
            #expect(disk.log.isEmpty)
        }
    }
}

/// Counts questions.
private final class Counter: Sendable {
    private let value = Atomic(0)
    func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).newValue }
}
