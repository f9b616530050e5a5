internal import DebianPackages
internal import Foundation
internal import HostPrograms
internal import Testing

@testable internal import RescueImage

@Suite(
    "ELF files against readelf",
    .enabled(if: HostProgram.find("readelf") != nil, "needs readelf (Debian package binutils)"))
struct ELFInteropTests {
    @Test(
        "NEEDED, SONAME, version needs and definitions are what readelf shows",
        arguments: ["/bin/bash", "/usr/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/x86_64-linux-gnu/libcrypto.so.3"])
    func dynamicSection(path: String) throws {
        let elf = try ELFFile(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path))), for: .amd64, file: path)
        let dynamic = try HostProgram.run(["readelf", "-dW", path]).text.split(separator: "\n")
        #expect(elf.needed == dynamic.filter { $0.contains("(NEEDED)") }.map(Self.bracketed))
        #expect(elf.soname == dynamic.first { $0.contains("(SONAME)") }.map(Self.bracketed))

        let versions = try HostProgram.run(["readelf", "-VW", path]).text.split(separator: "\n")
        let names = versions.filter { $0.contains("Flags: ") && $0.contains("Version: ") }.map(Self.name)
        #expect(elf.versionNeeds.flatMap(\.versions).sorted() == names.sorted())
        let definitions = versions.filter { $0.contains("Rev: ") && $0.contains("Name: ") }.map(Self.name)
        #expect(elf.versionDefinitions == Set(definitions))
    }

    private static func bracketed(_ line: Substring) -> String {
        String(line.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" })
    }

    private static func name(_ line: Substring) -> String {
        let words = line.split(separator: " ")
        return words.firstIndex(of: "Name:").map { String(words[$0 + 1]) } ?? ""
    }
}
