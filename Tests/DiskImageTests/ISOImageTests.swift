import Diagnostics
import DiskFormats
import Foundation
import TestSupport
import Testing

@testable import DiskImage

extension WrittenImages {
    @Suite(
        .enabled(
            if: Shell.has("xorriso", "mcopy", "sgdisk", "cmp", "grub-mkimage")
                && FileManager.default.fileExists(atPath: Sample.modules),
            "needs xorriso, mtools, gdisk, grub-common and grub-pc-bin"))
    struct ISOImageTests {
        private let scratch: ScratchFolder

        init() throws { scratch = try ScratchFolder() }

        private func image(reversed: Bool = false) throws -> ISOImage {
            let grub = GRUBBIOSImage(modulesDirectory: Sample.modules)
            let kernel = try scratch.writeSource("odd=name\\", Array(repeating: 7, count: 100_000))
            let files = [
                FATFile(path: "boot/grub/grub.cfg", content: .bytes(Array("menu\n".utf8))),
                FATFile(path: "boot/VmLinuz", content: .file(kernel)),
            ]
            return ISOImage(
                files: reversed ? files.reversed() : files,
                espFiles: [FATFile(path: "EFI/BOOT/BOOTX64.EFI", content: .bytes([1, 2, 3]))], espSerial: 7,
                biosBoot: ISOImage.BIOSBoot(
                    optical: try grub.optical(configuration: "echo hello\n", modules: ["echo"]),
                    hybridBootSector: try grub.hybridBootSector()), diskGUID: Sample.disk, timestamp: Sample.timestamp)
        }

        @Test func bootsByBothWaysAndFromAStick() throws {
            let path = scratch("unloop.iso")
            try image().write(to: path)
            let catalogue = try Foreign.run("xorriso", "-indev", path, "-report_el_torito", "plain").output
            #expect(catalogue.contains("El Torito boot img :   1  BIOS  y   none"), "\(catalogue)")
            #expect(catalogue.contains("El Torito boot img :   2  UEFI  y   none"), "\(catalogue)")
            #expect(catalogue.contains("El Torito img opts :   1  boot-info-table"), "\(catalogue)")
            let area = try Foreign.run("xorriso", "-indev", path, "-report_system_area", "plain").output
            #expect(area.contains("grub2-mbr"), "\(area)")
            #expect(area.contains("GPT disk GUID      :      11111111222233438444555555555555"), "\(area)")
            #expect(area.contains("GPT type GUID      :   2  28732ac11ff8d211ba4b00a0c93ec93b"), "\(area)")
            let check = try Foreign.run("sgdisk", "-v", path).output
            #expect(check.contains("No problems found"), "\(check)")
        }

        @Test func filesKeepNamesDatesAndHideTheirOwner() throws {
            let path = scratch("unloop.iso")
            try image().write(to: path)
            let listing = try Foreign.run("xorriso", "-indev", path, "-find", "/", "-exec", "lsdl").output
            #expect(
                listing.contains("-r--r--r--    1 0        0          100000 Nov 14  2023 '/boot/VmLinuz'"),
                "\(listing)")
            #expect(
                listing.contains("dr-xr-xr-x    1 0        0               0 Nov 14  2023 '/boot/grub'"), "\(listing)")
            let identity = try Foreign.run("xorriso", "-indev", path, "-pvd_info").output
            #expect(identity.contains("Volume Id    : UNLOOP\n"), "\(identity)")
            #expect(identity.contains("Modif. Time  : 2023111422132000"), "\(identity)")
            #expect(try image().fileSystemUUID == "2023-11-14-22-13-20-00")
        }

        @Test func sameInputsGiveSameBytes() throws {
            let first = scratch("first.iso")
            try image().write(to: first)
            let second = scratch("elsewhere/second.iso")
            try inOtherSurroundings {
                try FileManager.default.createDirectory(atPath: scratch("elsewhere"), withIntermediateDirectories: true)
                try image(reversed: true).write(to: second)
            }
            #expect(try Foreign.run("cmp", first, second).output == "")
        }

        /// The fields that `BIOSBootCode` patches lie where GRUB's own files have them.
        @Test func grubsPartsHaveTheirFieldsInTheirPlaces() throws {
            let code = try GRUBBIOSImage(modulesDirectory: Sample.modules).disk(configuration: "", modules: [])
            #expect(code.bootSector[0x5C..<0x65] == [1, 0, 0, 0, 0, 0, 0, 0, 0xFF])  // sector 1, any drive
            #expect(code.bootSector[0x66] == 0xEB)  // a short jump
            let placed = code.placedCore(coreStart: 1)
            #expect(placed[0x1F4..<0x1FC] == [2, 0, 0, 0, 0, 0, 0, 0])
            #expect(placed[..<0x200] == code.core[..<0x200])  // grub-mkimage fills it for a core from sector 1 on
            #expect(code.core[0x1E8..<0x1F4].allSatisfy { $0 == 0 })  // the end of the list
        }

        @Test func grubMakesTheSameImagesAgain() throws {
            let grub = GRUBBIOSImage(modulesDirectory: Sample.modules)
            let core = try grub.disk(configuration: "echo a\n", modules: ["echo", "fat"]).core
            let again = scratch("again")
            try inOtherSurroundings {
                let code = try grub.disk(configuration: "echo a\n", modules: ["echo", "fat"])
                try ImageFile(again).write(code.core, at: 0)
            }
            #expect(try ImageFile.contents(of: again) == core)
            #expect(try grub.disk(configuration: "echo b\n", modules: ["echo", "fat"]).core != core)
            #expect(try grub.network(configuration: "echo a\n", modules: ["echo"]).count > 1024)
            #expect(throws: DiskImageError.self) { try grub.network(configuration: "", modules: ["no-such-module"]) }
        }
    }
}
