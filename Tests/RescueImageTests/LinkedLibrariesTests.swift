internal import HostPrograms
import Testing

/// What the program asks of the machine on which sticks are made.
@Suite struct LinkedLibrariesTests {
    /// Kernel modules, snapshots and unlocking are the agent's work: `unloop` runs where their libraries are not installed.
    @Test(.enabled(if: HostProgram.find("readelf") != nil, "needs readelf (Debian package binutils)"))
    func theHostNeedsNoLibraryOfTheAgent() throws {
        let dynamic = try HostProgram.run(["readelf", "-d", BuiltProgram.path]).text
        let needed = dynamic.split(separator: "\n").filter { $0.contains("(NEEDED)") }
        #expect(needed.contains { $0.contains("libblkid.so") })
        for library in ["libkmod", "libdevmapper", "libcryptsetup", "libhivex", "libqrencode"] {
            #expect(!needed.contains { $0.contains(library) }, "\(library)")
        }
    }
}
