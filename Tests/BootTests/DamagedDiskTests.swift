import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// Volumes with broken records: what cannot be looked at is never told as nothing to do.
@Suite("Damaged disks", .needsImage, .needs(.bios), .needsDiskTools, .needsFixtures)
struct DamagedDiskTests {
    private static let bad = "Windows/System32/drivers/CrowdStrike/C-00000291-00000000-00000032.sys"

    @Test("a bad file or its folder has a broken record", arguments: ["corrupt-record", "corrupt-dir"])
    func brokenRecord(_ name: String) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.fixture(name))
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(disk.path)]), picture: "damaged-\(name)")
            let isThere = try DiskState(of: disk.path).hash(of: Self.bad) != nil
            switch page.outcome {
            case "repaired": #expect(!isThere)
            case "failed": #expect(try bench.content(of: stick).logs.first?.end?.outcome == .failed)
            default: Issue.record("a damaged disk must not be told as \(page.outcome)")
            }
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
            #expect(log.end?.code == ReasonCode.inputOutput.rawValue)
        }
    }
}
