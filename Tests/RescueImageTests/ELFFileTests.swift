import Diagnostics
internal import Testing
import Vocabulary

@testable internal import RescueImage

@Suite("ELF files")
struct ELFFileTests {
    static func sample() -> [UInt8] {
        var builder = ELFBuilder()
        builder.interpreter = "/lib64/ld-linux-x86-64.so.2"
        builder.needed = ["libm.so.6", "libc.so.6"]
        builder.soname = "libsample.so.1"
        builder.runPath = "$ORIGIN/../lib:/opt/lib"
        builder.versionNeeds = [("libm.so.6", ["GLIBC_2.29"]), ("libc.so.6", ["GLIBC_2.2.5", "GLIBC_2.43"])]
        builder.versionDefinitions = ["libsample.so.1", "SAMPLE_1.0"]
        return builder.build()
    }

    @Test("Everything of the dynamic section is read")
    func reading() throws {
        let elf = try ELFFile(parsing: Self.sample(), file: "sample")
        #expect(elf.interpreter == "/lib64/ld-linux-x86-64.so.2")
        #expect(elf.needed == ["libm.so.6", "libc.so.6"])
        #expect(elf.soname == "libsample.so.1")
        #expect(elf.runPath == ["$ORIGIN/../lib", "/opt/lib"])
        #expect(
            elf.versionNeeds == [
                ELFFile.VersionNeed(library: "libm.so.6", versions: ["GLIBC_2.29"]),
                ELFFile.VersionNeed(library: "libc.so.6", versions: ["GLIBC_2.2.5", "GLIBC_2.43"]),
            ])
        #expect(elf.versionDefinitions == ["libsample.so.1", "SAMPLE_1.0"])
    }

    @Test("A file that is cut anywhere is refused with its name, and read when nothing is cut")
    func truncation() throws {
        let bytes = Self.sample()
        for length in 0..<bytes.count - 16 {
            let error = #expect(throws: RescueImageError.self) {
                try ELFFile(parsing: Array(bytes[..<length]), file: "cut")
            }
            #expect(error?.code == .malformedELF)
            #expect(error?.message.hasPrefix("cut: ") == true)
        }
    }

    @Test("No changed byte brings the reader out of bounds")
    func mutation() {
        let bytes = Self.sample()
        for index in bytes.indices {
            for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
                var changed = bytes
                changed[index] = value
                _ = try? ELFFile(parsing: changed, file: "changed")
            }
        }
    }

    @Test("32-bit, big-endian and other machines' files are refused", arguments: [(4, 1), (5, 2), (18, 183)])
    func otherMachines(offset: Int, value: UInt8) {
        var bytes = Self.sample()
        bytes[offset] = value
        #expect(throws: RescueImageError.self) { try ELFFile(parsing: bytes, file: "other") }
    }
}
