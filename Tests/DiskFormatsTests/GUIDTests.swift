import Digests
import Testing

@testable import DiskFormats

@Suite struct GUIDTests {
    @Test func bytesOnDiskAreMixedEndian() throws {
        let guid = try #require(GUID("c12a7328-f81f-11d2-BA4B-00A0C93EC93B"))
        #expect(
            guid.bytes == [
                0x28, 0x73, 0x2A, 0xC1,  // first field, little-endian
                0x1F, 0xF8,  // second
                0xD2, 0x11,  // third
                0xBA, 0x4B, 0x00, 0xA0, 0xC9, 0x3E, 0xC9, 0x3B,  // as written
            ])
        #expect(guid.description == "C12A7328-F81F-11D2-BA4B-00A0C93EC93B")
    }

    @Test(arguments: [
        "", "C12A7328", "C12A7328-F81F-11D2-BA4B-00A0C93EC93", "C12A7328-F81F-11D2-BA4B-00A0C93EC93BB",
        "G12A7328-F81F-11D2-BA4B-00A0C93EC93B", "C12A7328_F81F-11D2-BA4B-00A0C93EC93B",
        "{12A7328-F81F-11D2-BA4B-00A0C93EC93B", "C12A7328-F81F-11D2-BA4B-00A0C93EC9é",
    ])
    func otherTextsAreRefused(text: String) {
        #expect(GUID(text) == nil)
    }

    /// Computed with Python's hashlib: SHA-256(SHA-256("abc"), 0, "disk"), version and variant set by hand.
    @Test func derivationIsFixed() {
        let seed = SHA256Hasher.hash(Array("abc".utf8))
        #expect(GUID.derived(from: seed, purpose: "disk").description == "7F2FC348-6739-8280-BD82-BEB2F12FA4D6")
        #expect(GUID.derived(from: seed, purpose: "disk") != GUID.derived(from: seed, purpose: "boot"))
    }
}
