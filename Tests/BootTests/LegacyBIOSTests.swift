import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// The whole way on machines without UEFI: GRUB's own boot code, its menu, kernel, repair.
@Suite("Legacy BIOS from a USB stick", .needsImage, .needs(.bios), .needsDiskTools)
struct LegacyBIOSTests {
    @Test("repairs an MBR disk on AHCI", arguments: [BrokenDisk.own("base-mbr")])
    func repairs(_ model: BrokenDisk) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(model)
            let stick = try bench.stick()
            let page = try await bench.boot(
                VirtualMachine.Configuration(firmware: .bios, devices: [.usbStick(stick), .ahci(disk.path)]),
                picture: "bios-repaired", atTheEnd: Bench.expectNoiseToChangeNothing, during: Bench.makeNoise)
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
            let log = try bench.content(of: stick).expectLog(.repaired, of: [disk])
            #expect(log.start?.machine.firmware == .bios)
            // The registry has the name as NetBIOS cuts it, and the whole one elsewhere.
            #expect(log.windows.map(\.computerName) == ["DEMO-PC-IN-THE-"])
            #expect(log.windows.map(\.name) == ["demo-pc-in-the-long-corridor"])
            #expect(page.text.contains("demo-pc-in-the-long-corridor Windows 11 Pro"))
        }
    }

    @Test("the menu's safe graphics end on a text screen")
    func safeGraphics() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-mbr"))
            let stick = try bench.stick()
            let page = try await bench.boot(
                VirtualMachine.Configuration(firmware: .bios, devices: [.usbStick(stick), .ahci(disk.path)]),
                menu: ["down", "down", "ret"], picture: "text-repaired")
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
        }
    }
}
