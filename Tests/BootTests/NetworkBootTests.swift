import RecoveryLog
import Testing
import VMLab
import Vocabulary

/// The network tree, served by TFTP.
@Suite("Network boot", .needsImage, .needsDiskTools, .needs(.bios), .needs(.uefi(secureBoot: true)))
struct NetworkBootTests {
    @Test(
        "repairs; without a stick the screen carries the result",
        arguments: [
            (Firmware.uefi(secureBoot: true), "bootx64.efi", "UEFI, Secure Boot on"),
            (.bios, "grub/i386-pc/core.0", "BIOS, Secure Boot unsupported"),
        ])
    func repairs(_ firmware: Firmware, bootFile: String, told: String) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let network = VirtualMachine.Device.network(directory: ImageUnderTest.networkTree, bootFile: bootFile)
            let page = try await bench.boot(
                VirtualMachine.Configuration(firmware: firmware, devices: [network, .nvme(disk.path)]),
                picture: "network-\(firmware == .bios ? "bios" : "uefi")")
            #expect(page.outcome == "repaired")
            #expect(page.transcript.contains(told))
            #expect(page.text.contains("no stick with a log partition was found"))
            try disk.expectRepaired()
        }
    }

    @Test("a stick that is not booted from still takes the log")
    func logsToAStick() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.nvme(disk.path), .usbStick(stick)], "unloop.from=network", "unloop.then=poweroff"))
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
            try bench.content(of: stick).expectLog(.repaired, of: [disk])
        }
    }
}
