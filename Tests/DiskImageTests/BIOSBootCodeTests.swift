import Diagnostics
import Testing

@testable import DiskImage

@Suite struct BIOSBootCodeTests {
    /// A boot sector whose byte 0x66 is a jump, as in GRUB's boot.img, and a core of two and a half sectors.
    private func code() throws -> BIOSBootCode {
        var sector = [UInt8](repeating: 0xEE, count: 510) + [0x55, 0xAA]
        sector[0x66] = 0xEB
        return try BIOSBootCode(bootSector: sector, core: [UInt8](repeating: 0xCC, count: 1280))
    }

    @Test func bootCodeNamesTheCoresSector() throws {
        let bytes = try code().bootCode(coreStart: 0x0102_0304_0506)
        #expect(bytes.count == 440)
        #expect(bytes[0x5C..<0x64] == [0x06, 0x05, 0x04, 0x03, 0x02, 0x01, 0x00, 0x00])  // u64, little-endian
        #expect(bytes[0x66..<0x68] == [0x90, 0x90])  // NOP, NOP
        let patched = Set(0x5C..<0x64).union(0x66..<0x68)
        #expect(bytes.indices.allSatisfy { patched.contains($0) || bytes[$0] == 0xEE })
    }

    @Test func coreNamesItsOwnRest() throws {
        let bytes = try code().placedCore(coreStart: 2048)
        #expect(bytes.count == 3 * 512)
        #expect(
            bytes[0x1F4..<0x200] == [
                0x01, 0x08, 0, 0, 0, 0, 0, 0,  // the rest starts at sector 2049
                0x02, 0x00,  // and has two sectors
                0x20, 0x08,  // that go to segment 0x820
            ])
        #expect(bytes[..<0x1F4].allSatisfy { $0 == 0xCC })
        #expect(bytes[0x200..<1280].allSatisfy { $0 == 0xCC })
        #expect(bytes[1280...].allSatisfy { $0 == 0 })
    }

    @Test func otherSectorsAreRefused() {
        let core = [UInt8](repeating: 0, count: 2048)
        #expect(throws: DiskImageError.self) { try BIOSBootCode(bootSector: [0x55, 0xAA], core: core) }
        #expect(throws: DiskImageError.self) {
            try BIOSBootCode(bootSector: [UInt8](repeating: 0, count: 512), core: core)
        }
        #expect(throws: DiskImageError.self) {
            try BIOSBootCode(bootSector: [UInt8](repeating: 0, count: 510) + [0x55, 0xAA], core: [1])
        }
    }
}
