public import Digests

/// A globally unique identifier as partition tables hold it (UEFI 2.10, appendix A: EFI GUID).
public struct GUID: Sendable, Hashable, CustomStringConvertible {
    /// The 16 bytes in the order of the text form (RFC 9562, section 4), most significant first.
    public let canonicalBytes: [UInt8]

    private init(canonicalBytes: [UInt8]) { self.canonicalBytes = canonicalBytes }

    /// A GUID from its text form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` in either case, or nil if `text` is not that.
    public init?(_ text: String) {
        let characters = Array(text.utf8)
        guard characters.count == 36 else { return nil }
        var digits: [UInt8] = []
        for (index, character) in characters.enumerated() {
            if Self.hyphens.contains(index) {
                guard character == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = Character(UnicodeScalar(character)).hexDigitValue else { return nil }
                digits.append(UInt8(digit))
            }
        }
        canonicalBytes = stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// A GUID from its 16 bytes on disk, or nil if there are not 16.
    public init?(diskBytes: some Collection<UInt8>) {
        guard diskBytes.count == 16 else { return nil }
        // The order on disk is its own inverse.
        let bytes = Array(diskBytes)
        canonicalBytes = Self.diskOrder.map { bytes[$0] }
    }

    /// The same GUID for the same seed and purpose: RFC 9562 version 8, taken from the first 16 bytes of
    /// SHA-256(seed, one zero byte, UTF-8 of the purpose).
    public static func derived(from seed: SHA256Digest, purpose: String) -> GUID {
        var bytes = Array(SHA256Hasher.hash(seed.bytes + [0] + Array(purpose.utf8)).bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return GUID(canonicalBytes: bytes)
    }

    /// The 16 bytes as they stand on disk: the first three fields little-endian, the rest as written.
    public var bytes: [UInt8] { Self.diskOrder.map { canonicalBytes[$0] } }

    /// The text form in upper case.
    public var description: String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for (index, byte) in canonicalBytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append("-") }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }

    private static let hyphens: Set<Int> = [8, 13, 18, 23]
    private static let diskOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
}
