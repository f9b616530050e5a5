import Digests
import Testing

@Suite struct SHA256Tests {
    /// FIPS 180-4 example: "abc".
    @Test func hashesTheStandardsExample() {
        #expect(
            SHA256Hasher.hash(Array("abc".utf8)).description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func parsesWhatItPrintsAndNothingElse() {
        let digest = SHA256Hasher.hash([])
        #expect(SHA256Digest(hexadecimal: digest.description) == digest)
        #expect(SHA256Digest(hexadecimal: String(digest.description.dropLast())) == nil)
        #expect(SHA256Digest(hexadecimal: String(repeating: "g", count: 64)) == nil)
    }
}
