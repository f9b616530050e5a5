import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// Volumes with broken records: what cannot be looked at is never told as nothing to do.
@Suite("Damaged disks", .needsImage, .needs(.bios), .needsDiskTools, .needsFixtures)
struct DamagedDiskTests {
    @Test(
        "a bad file or its folder has a broken record",
        arguments: [("corrupt-record", ReasonCode.incompleteFileTable), ("corrupt-dir", .incompleteFolder)])
    func brokenRecord(_ name: String, code: ReasonCode) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.fixture(name))
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(disk.path)]), picture: "damaged-\(name)")
            #expect(page.outcome == "failed")
            try disk.expectUntouched()
            let log = try bench.content(of: stick).expectLog(.failed, of: [disk])
            #expect(log.end?.code == code.rawValue)
            #expect(log.removedPaths == [])
        }
    }

    @Test("a disk that ends inside a partition")
    func truncated() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.fixture("truncated"))
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(disk.path)]), picture: "truncated")
            #expect(page.outcome == "failed")
            try disk.expectUntouched()
            let log = try bench.content(of: stick).expectLog(.failed, of: [disk])
            #expect(log.end?.code == ReasonCode.malformed.rawValue)
        }
    }
}
