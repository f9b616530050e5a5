import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab

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

    @Test("a write-protected one: the screen says so, and the repair happens")
    func writeProtected() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.usbStick(stick, readOnly: true), .nvme(disk.path)]), picture: "write-protected")
            #expect(page.outcome == "repaired")
            #expect(page.text.contains("write-protected"))
            try disk.expectRepaired()
            #expect(try DiskComparison.differingRanges(ImageUnderTest.stick, stick) == [])
        }
    }
}
