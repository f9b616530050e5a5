import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab
import Vocabulary

/// The whole way on machines of today: firmware, shim, GRUB's menu, kernel, repair.
@Suite("UEFI from a USB stick", .needsImage, .needsDiskTools)
struct UEFIStickTests {
    @Test(
        "Secure Boot with Microsoft's keys repairs a GPT disk on NVMe",
        .needs(.uefi(secureBoot: true)), arguments: [BrokenDisk.own("base-gpt")])
    func secureBoot(_ model: BrokenDisk) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(model)
            let stick = try bench.stick()
            let page = try await bench.boot(
                VirtualMachine.Configuration(
                    firmware: .uefi(secureBoot: true), devices: [.usbStick(stick), .nvme(disk.path)]),
                picture: "uefi-repaired", atTheEnd: Bench.expectNoiseToChangeNothing, during: Bench.makeNoise)
            #expect(page.outcome == "repaired")
            #expect(page.transcript.contains("Esc: other choices"))
            try disk.expectRepaired()
            let log = try bench.content(of: stick).expectLog(.repaired, of: [disk], secureBoot: .on)
            #expect(log.start?.machine.firmware == .uefi)
            #expect(log.windows.map(\.computerName) == ["DEMO-PC"])
            #expect(log.windows.map(\.productName) == ["Windows 11 Pro"])
            #expect(log.windows.map(\.build) == ["22631"])
        }
    }
}
