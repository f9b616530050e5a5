import Glibc
import TestSupport
import Testing

@testable import LinuxMachine
@testable import LinuxSystem

@Suite struct MachineFactsTests {
    private let globalVendor = "8be4df61-93ca-11d2-aa0d-00e098032b8c"

    @Test func readsAUEFIMachine() throws {
        try withScratch { folder in
            try writeFile("\(folder)/class/dmi/id/sys_vendor", "LENOVO\n")
            try writeFile("\(folder)/class/dmi/id/product_name", "20XW00 \n")
            try writeFile("\(folder)/class/dmi/id/product_serial", "PF2ABCDE\n")
            try writeFile("\(folder)/class/dmi/id/product_uuid", "4C4C4544-0042-3510-8050-B4C04F4E4731\n")
            try writeFile("\(folder)/class/net/eth0/address", "f8:75:a4:01:02:03\n")
            try Mount.makeDirectory("\(folder)/class/net/eth0/device")
            try writeFile("\(folder)/class/net/br0/address", "02:00:00:00:00:01\n")
            try writeFile("\(folder)/firmware/efi/efivars/SecureBoot-\(globalVendor)", [6, 0, 0, 0, 1])
            // The firmware starts from the network by the same card, and by one that has no driver here.
            for (number, last) in [3, 4].enumerated() as EnumeratedSequence<[UInt8]> {
                let card = node(3, 11, [0xF8, 0x75, 0xA4, 1, 2, last] + [UInt8](repeating: 0, count: 26) + [1])
                try writeFile(
                    "\(folder)/firmware/efi/efivars/Boot000\(number)-\(globalVendor)",
                    [7, 0, 0, 0] + loadOption(description: "PXE", nodes: card + [0x7F, 0xFF, 4, 0]))
            }
            #expect(
                MachineFacts.read(sysfs: folder)
                    == MachineFacts(
                        manufacturer: "LENOVO", product: "20XW00", serial: "PF2ABCDE",
                        uuid: "4c4c4544-0042-3510-8050-b4c04f4e4731",
                        hardwareAddresses: ["f8:75:a4:01:02:03", "f8:75:a4:01:02:04"], firmware: .uefi,
                        secureBoot: .on))
        }
    }

    @Test(arguments: [
        ([6, 0, 0, 0, 0] as [UInt8], [6, 0, 0, 0, 0] as [UInt8], MachineFacts.SecureBootState.off),
        ([6, 0, 0, 0, 0], [6, 0, 0, 0, 1], .setupMode),
        ([6, 0, 0, 0], [], .unknown),
        ([6, 0], [], .unknown),
    ])
    func tellsSecureBoot(_ secureBoot: [UInt8], _ setupMode: [UInt8], _ state: MachineFacts.SecureBootState) throws {
        try withScratch { folder in
            try writeFile("\(folder)/firmware/efi/efivars/SecureBoot-\(globalVendor)", secureBoot)
            try writeFile("\(folder)/firmware/efi/efivars/SetupMode-\(globalVendor)", setupMode)
            #expect(MachineFacts.read(sysfs: folder).secureBoot == state)
        }
    }

    /// As newer builds of OVMF without it; where no variable can be read, nothing is known.
    @Test(arguments: [(["BootOrder"], MachineFacts.SecureBootState.off), ([], .unknown)])
    func aFirmwareWithoutSecureBootHasNoVariableOfIt(names: [String], state: MachineFacts.SecureBootState) throws {
        try withScratch { folder in
            try writeFile("\(folder)/firmware/efi/fw_platform_size", "64\n")
            for name in names {
                try writeFile("\(folder)/firmware/efi/efivars/\(name)-\(globalVendor)", [7, 0, 0, 0, 1, 0] as [UInt8])
            }
            #expect(MachineFacts.read(sysfs: folder).secureBoot == state)
        }
    }

    @Test func readsAMachineThatTellsNothing() throws {
        try withScratch { folder in
            #expect(
                MachineFacts.read(sysfs: folder)
                    == MachineFacts(
                        manufacturer: nil, product: nil, serial: nil, uuid: nil, hardwareAddresses: [],
                        firmware: .bios, secureBoot: .unknown))
        }
    }

    @Test(arguments: [
        "To Be Filled By O.E.M.", "Default string", "None", " ", "\n", "System Serial Number", "Not Specified", "N/A",
        "0", "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "03000200-0400-0500-0006-000700080009", ".......", "xxxxxxxx", "123456789", "INVALID",
    ])
    func takesPlaceholdersForNothing(_ text: String) {
        #expect(MachineFacts.meaningful(Array(text.utf8)) == nil)
    }

    @Test(
        arguments: ["PF2ABCDE", "Dell Inc.", "VMware-56 4d 0f", "11", "Standard PC (Q35 + ICH9, 2009)"].filter {
            $0 != "11"
        })
    func keepsTheRest(_ text: String) {
        #expect(MachineFacts.meaningful(Array("\(text)\n".utf8)) == text)
    }
}
