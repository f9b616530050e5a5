import DiskFormats
import Foundation
import TestSupport
import Testing
import VMLab

@testable import DiskImage

/// GRUB really starts from what was written, under SeaBIOS, and finds the configuration in the right file system.
extension WrittenImages {
    @Suite(
        .enabled(
            if: LabRequirements.missing(for: .bios).isEmpty && Shell.has("xorriso", "mcopy", "grub-mkimage")
                && FileManager.default.fileExists(atPath: Sample.modules),
            "needs qemu-system-x86, xorriso, mtools, grub-common and grub-pc-bin"), .timeLimit(.minutes(20)))
    struct GRUBBootTests {
        private let scratch: ScratchFolder
        private let grub = GRUBBIOSImage(modulesDirectory: Sample.modules)
        private let modules = [
            "serial", "terminal", "echo", "search", "search_fs_uuid", "configfile", "halt", "normal",
        ]
        private let menu = FATFile(
            path: "boot/grub/grub.cfg", content: .bytes(Array("echo \"FOUND ON $root\"\nhalt\n".utf8)))

        init() throws { scratch = try ScratchFolder() }

        private func configuration(_ uuid: String) -> String {
            """
            serial --unit=0 --speed=115200
            terminal_output serial
            search --no-floppy --fs-uuid --set=root \(uuid)
            configfile /boot/grub/grub.cfg

            """
        }

        private func boot(_ devices: VirtualMachine.Device...) async throws -> String {
            try await VirtualMachine.run(VirtualMachine.Configuration(firmware: .bios, devices: devices)) { machine in
                try await machine.wait(for: "FOUND ON", timeout: .seconds(600))
            }
        }

        private func stick() throws -> String {
            let code = try grub.disk(configuration: configuration("1234-ABCD"), modules: modules)
            let path = scratch("stick.img")
            try Sample.stick(files: [menu], biosBoot: code).write(to: path)
            return path
        }

        private func iso() throws -> String {
            let path = scratch("unloop.iso")
            var image = ISOImage(
                files: [menu], espFiles: [], espSerial: 1, biosBoot: nil, diskGUID: Sample.disk,
                timestamp: Sample.timestamp)
            image.biosBoot = ISOImage.BIOSBoot(
                optical: try grub.optical(configuration: configuration(image.fileSystemUUID), modules: modules),
                hybridBootSector: try grub.hybridBootSector())
            try image.write(to: path)
            return path
        }

        @Test func stickStartsAsDisk() async throws {
            let line = try await boot(.ahci(stick()))
            #expect(line == "FOUND ON hd0,gpt2")
        }

        @Test func stickStartsFromUSBBesideAnotherDisk() async throws {
            let disk = scratch("other.img")
            try ImageFile(disk).extend(to: 8 << 20)
            let line = try await boot(.usbStick(stick()), .ahci(disk))
            #expect(line == "FOUND ON hd0,gpt2")
        }

        @Test func isoStartsAsCD() async throws {
            let line = try await boot(.cdrom(iso()))
            #expect(line == "FOUND ON cd")
        }

        @Test func isoStartsFromAStick() async throws {
            let line = try await boot(.usbStick(iso()))
            #expect(line.hasPrefix("FOUND ON hd0"))
        }

        @Test func networkProgramStarts() async throws {
            let modules = ["serial", "terminal", "echo", "configfile", "halt", "normal"]
            let early = "serial --unit=0 --speed=115200\nterminal_output serial\nconfigfile (pxe)/grub/grub.cfg\n"
            let folder = scratch("tftp")
            try FileManager.default.createDirectory(atPath: folder + "/grub", withIntermediateDirectories: true)
            try ImageFile("\(folder)/grub.0").write(grub.network(configuration: early, modules: modules), at: 0)
            try ImageFile("\(folder)/grub/grub.cfg").write(Array("echo \"FOUND ON $root\"\nhalt\n".utf8), at: 0)
            let line = try await boot(.network(directory: folder, bootFile: "grub.0"))
            #expect(line.hasPrefix("FOUND ON pxe"))
        }
    }
}
