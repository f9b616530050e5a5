import Testing
import VMLab
import Vocabulary

/// The ISO image, which boots as a CD and written to a stick as it is. It has no log partition: the screen says so.
@Suite("ISO image", .needsImage, .needsDiskTools, .needs(.bios), .needs(.uefi(secureBoot: true)))
struct ISOTests {
    @Test("repairs from a CD", arguments: [Firmware.uefi(secureBoot: true), .bios])
    func compactDisc(_ firmware: Firmware) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let page = try await bench.boot(
                VirtualMachine.Configuration(
                    firmware: firmware, devices: [.cdrom(ImageUnderTest.iso), .nvme(disk.path)]),
                picture: "cd-\(firmware == .bios ? "bios" : "uefi")")
            #expect(page.outcome == "repaired")
            #expect(page.text.contains("no stick with a log partition was found"))
            try disk.expectRepaired()
        }
    }

    @Test("repairs from a stick that it was written to", arguments: [Firmware.uefi(secureBoot: true), .bios])
    func rawStick(_ firmware: Firmware) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-mbr"))
            let stick = try bench.stick(from: ImageUnderTest.iso)
            let page = try await bench.boot(
                VirtualMachine.Configuration(firmware: firmware, devices: [.usbStick(stick), .ahci(disk.path)]))
            #expect(page.outcome == "repaired")
            #expect(page.text.contains("no stick with a log partition was found"))
            try disk.expectRepaired()
            #expect(try DiskComparison.differingRanges(ImageUnderTest.iso, stick) == [])
        }
    }
}
