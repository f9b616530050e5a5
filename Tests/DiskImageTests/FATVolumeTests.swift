import Diagnostics
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import DiskImage

extension WrittenImages {
    @Suite(.enabled(if: Shell.has("mkfs.fat", "mcopy", "fsck.vfat"), "needs dosfstools and mtools"))
    struct FATVolumeTests {
        private let scratch: ScratchFolder

        init() throws { scratch = try ScratchFolder() }

        @Test(arguments: [(FATVolume.Width.fat16, Int64(4)), (.fat16, 40), (.fat32, 34), (.fat32, 64), (.fat32, 600)])
        func isOfTheWantedKindAndSound(width: FATVolume.Width, mebibytes: Int64) throws {
            let files = [
                FATFile(path: "EFI/BOOT/BootX64.efi", content: .bytes(Array("loader".utf8))),
                FATFile(path: "a longer name than DOS had.txt", content: .bytes([])),
            ]
            let path = scratch("fat.img")
            let size = mebibytes << 20
            try FATVolume(
                label: "UNLOOP", serial: 0x1234_ABCD, size: size, files: files, directories: ["logs/old"], width: width
            ).write(to: path, at: 1 << 20, timestamp: Sample.timestamp)

            let volume = try scratch.extract(path, offset: 1 << 20, size: size, to: "volume.img")
            let check = try Foreign.run("fsck.vfat", "-n", "-v", volume)
            #expect(check.status == 0, "\(check.output)")
            #expect(check.output.contains("\(width.rawValue) bit entries"), "\(check.output)")
            #expect(check.output.contains("2048 hidden sectors"), "\(check.output)")
            #expect(check.output.contains("\(size / 512) sectors total"), "\(check.output)")

            let listing = try Foreign.run("mdir", "-/", "-a", "-i", "\(path)@@1048576", "::/").output
            #expect(listing.contains("Volume Serial Number is 1234-ABCD"), "\(listing)")
            #expect(listing.contains("2023-11-14  22:13  BootX64.efi"), "\(listing)")
            #expect(listing.contains("a longer name than DOS had.txt"), "\(listing)")
            #expect(listing.contains("Directory for ::/logs/old"), "\(listing)")
            let content = try Foreign.run("mtype", "-i", "\(path)@@1048576", "::/EFI/BOOT/BootX64.efi").output
            #expect(content == "loader")
            let used = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
            #expect(used == size + 1 << 20)
        }

        /// Full to the last cluster but 256 KiB, on both sides of the sizes where clusters grow.
        @Test(arguments: [0, 30, 60, 66, 70, 140])
        func minimumSizeHoldsTheFiles(mebibytes: Int) throws {
            let source = scratch("large")
            try ImageFile(source).extend(to: Int64(mebibytes) << 20 + 12_345)
            let files =
                [FATFile(path: "large", content: .file(source))]
                + (0..<40).map { FATFile(path: "many/a file with a long name \($0).txt", content: .bytes([1])) }
            let size = try FATVolume.minimumSize(for: files)
            #expect(size >= 33 << 20 && size <= max(34 << 20, Int64(mebibytes + 4) << 20))
            let path = scratch("fat.img")
            try FATVolume(label: "FULL", serial: 1, size: size, files: files)
                .write(to: path, at: 0, timestamp: Sample.timestamp)
            let check = try Foreign.run("fsck.vfat", "-n", path)
            #expect(check.status == 0, "\(check.output)")
        }

        @Test(arguments: ["", "/EFI", "a//b", "a/../b", "über.txt", "a:b", "a\\b", "b.", "c ", "a\nb"])
        func badNamesAreRefused(path: String) {
            let error = #expect(throws: DiskImageError.self) {
                try FATVolume.minimumSize(for: [FATFile(path: path, content: .bytes([]))])
            }
            #expect(error?.code == .invalidInput)
        }

        @Test func namesThatDifferInCaseOnlyAreRefused() {
            let files = ["EFI/boot/a", "efi/b"].map { FATFile(path: $0, content: .bytes([])) }
            #expect(throws: DiskImageError.self) { try FATVolume.minimumSize(for: files) }
        }

        @Test func tooSmallTooEarlyAndTooFullAreRefused() throws {
            func code(_ volume: FATVolume, timestamp: Int64 = Sample.timestamp) -> DiskImageError.Code? {
                #expect(throws: DiskImageError.self) {
                    try volume.write(to: scratch("bad.img"), at: 0, timestamp: timestamp)
                }?.code
            }
            let files = [FATFile(path: "big", content: .bytes([UInt8](repeating: 1, count: 40 << 20)))]
            #expect(code(FATVolume(label: "A", serial: 1, size: 20 << 20, files: [])) == .invalidInput)
            #expect(code(FATVolume(label: "A", serial: 1, size: 40 << 20 + 512, files: [])) == .invalidInput)
            #expect(code(FATVolume(label: "lower", serial: 1, size: 40 << 20, files: [])) == .invalidInput)
            #expect(code(FATVolume(label: "A", serial: 1, size: 40 << 20, files: []), timestamp: 0) == .invalidInput)
            #expect(code(FATVolume(label: "A", serial: 1, size: 40 << 20, files: files)) == .volumeFull)
            let missing = [FATFile(path: "x", content: .file(scratch("nowhere")))]
            #expect(code(FATVolume(label: "A", serial: 1, size: 40 << 20, files: missing)) == .fileAccess)
        }

        @Test func aFailingToolIsToldSoThatItCanBeRunAgain() throws {
            let error = #expect(throws: DiskImageError.self) {
                try Tool.copyFiles.run(["-i", "/nonexistent/an image", "::/x", "/dev/null"], timestamp: 5)
            }
            let message = try #require(error?.message)
            #expect(message.contains("\n    LC_ALL=C.UTF-8 MTOOLSRC=/dev/null"))
            #expect(message.contains("SOURCE_DATE_EPOCH=5"))
            #expect(message.contains(" mcopy -i '/nonexistent/an image' ::/x /dev/null"))
            #expect(message.contains("No such file or directory"))
            let missing = #expect(throws: DiskImageError.self) {
                try Tool(command: ["no-such-tool"]).run([], timestamp: 0)
            }
            #expect(missing?.code == .toolMissing)
            #expect(missing?.message.contains("no-such-tool is not installed") == true)
        }

        @Test func serialIsWrittenInTwoHalves() {
            #expect(FATVolume.serialText(0x0012_ABCD) == "0012-ABCD")
            #expect(FATVolume.serialText(.max) == "FFFF-FFFF")
        }
    }
}
