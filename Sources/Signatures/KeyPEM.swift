internal import COpenSSL
internal import Secrets

/// The one form of PEM that a half of an Ed25519 key has: a label, the fixed bytes of RFC 8410 before the key's 32, and
/// nothing else. `openssl genpkey -algorithm ed25519` writes the same bytes.
struct KeyPEM {
    /// PKCS #8 without attributes (RFC 8410, section 7).
    static let privateKey = KeyPEM(
        label: "PRIVATE KEY", prefix: [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20])
    /// SubjectPublicKeyInfo (RFC 8410, section 4).
    static let publicKey = KeyPEM(
        label: "PUBLIC KEY", prefix: [0x30, 0x2A, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 0x21, 0])

    private static let keySize = 32

    let label: String
    let prefix: [UInt8]

    private var begin: [UInt8] { Array("-----BEGIN \(label)-----".utf8) }
    private var end: [UInt8] { Array("-----END \(label)-----".utf8) }

    /// Whether bytes begin with the label.
    func isRecognised(_ bytes: [UInt8]) -> Bool { bytes.starts(with: begin) }

    /// The text of a key. It is the caller's to wipe.
    func encode(_ key: [UInt8]) -> [UInt8] {
        var content = prefix + key
        defer { content.wipe() }
        var letters = base64(content)
        defer { letters.wipe() }
        var text: [UInt8] = []
        text.reserveCapacity(begin.count + letters.count + end.count + 3)
        for line in [begin, letters, end] {
            text += line
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    /// The 32 bytes of a key, or nil if the text is not one. They are the caller's to wipe.
    ///
    /// Lines may end with CR LF, and blanks may stand behind the last one; there is no other liberty.
    func decode(_ text: [UInt8]) -> [UInt8]? {
        // Twice what a key has: no other file is taken apart.
        guard text.count <= 256 else { return nil }
        let rest = text.reversed().drop { [0x0A, 0x0D, 0x20, 0x09].contains($0) }.count
        let lines = text[..<rest].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
        let size = prefix.count + Self.keySize
        guard lines.count == 3, lines[0].elementsEqual(begin), lines[2].elementsEqual(end),
            lines[1].count == (size + 2) / 3 * 4
        else { return nil }
        var content = [UInt8](repeating: 0, count: lines[1].count / 4 * 3)
        defer { content.wipe() }
        let count = lines[1].withUnsafeBufferPointer { EVP_DecodeBlock(&content, $0.baseAddress, CInt($0.count)) }
        guard count == CInt(content.count) else { return nil }
        // OpenSSL counts the padding's bytes, and is lenient: only what it writes itself is taken.
        var own = Array(content[..<size])
        defer { own.wipe() }
        var letters = base64(own)
        defer { letters.wipe() }
        guard letters.elementsEqual(lines[1]), own.starts(with: prefix) else { return nil }
        return Array(own[prefix.count...])
    }

    private func base64(_ bytes: [UInt8]) -> [UInt8] {
        // OpenSSL ends it with a NUL.
        var letters = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        EVP_EncodeBlock(&letters, bytes, CInt(bytes.count))
        letters.removeLast()
        return letters
    }
}
